import { machine } from 'bottleworks'

export default machine('quoting')
  .image('./it\'s "odd".tar')
  .cmd("single ' quote", 'double " quote', 'both \' and "', "both '' and \"", 'back\\slash')
  .env({
    ACCENTED: 'Ærøskøbing',
    BIDI: 'abc\u202edef\u202c',
    EMOJI: '🍾🏴\u200d☠\ufe0f',
    ENDS_WITH: 'backslash\\',
    ESCAPE: '\x1b[31mred\x1b[0m',
    LINES: `one
two
three`,
    MARK: '\ufeffbom',
    RETURN: `one\r
two`,
    SEPARATOR: 'a\u2028b',
    TEMPLATE: `\${HOME}/\`id\``,
  })
  .init('echo ends in a line feed\n', '\n')
  .workdir(`/srv/\`pwd\`/\${USER}`)
