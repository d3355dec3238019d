import { machine } from 'bottleworks'

export default machine('quoting')
  .image('./it\'s "odd".tar')
  .cmd("single ' quote", 'double " quote', 'both \' and "', "both '' and \"", 'back\\slash')
  .env({
    ACCENTED: 'Ærøskøbing',
    // BW036: the text has U+202E, U+202C, which cannot be seen: "BIDI=abc\u202edef\u202c"
    // hint: take it out, or write what is seen
    BIDI: 'abc\u202edef\u202c',
    // BW036: the text has U+200D, U+FE0F, which cannot be seen: "EMOJI=🍾🏴\u200d☠\ufe0f"
    // hint: take it out, or write what is seen
    EMOJI: '🍾🏴\u200d☠\ufe0f',
    ENDS_WITH: 'backslash\\',
    ESCAPE: '\x1b[31mred\x1b[0m',
    LINES: `one
two
three`,
    // BW036: the text has U+FEFF, which cannot be seen: "MARK=\ufeffbom"
    // hint: take it out, or write what is seen
    MARK: '\ufeffbom',
    RETURN: `one\r
two`,
    // BW036: the text has U+2028, which cannot be seen: "SEPARATOR=a\u2028b"
    // hint: take it out, or write what is seen
    SEPARATOR: 'a\u2028b',
    TEMPLATE: `\${HOME}/\`id\``,
  })
  .init('echo ends in a line feed\n', '\n')
  .workdir(`/srv/\`pwd\`/\${USER}`)
