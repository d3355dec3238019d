import { bottle, gvproxy } from 'bottleworks'

export default bottle('odd-words')
  .command(
    'sh',
    '-c',
    'echo "it is" $HOME; printf x',
    "it's",
    '',
    ' ',
    'say "hi" and \'bye\'',
    'C:\\bottle\\n',
    `\${NAME} stays text`,
    '`date`',
    'tab\there',
    'bell\x07 and delete\x7f',
    'Grüße, 世界 🍾',
    // BW036: the text has U+00A0, U+200B, U+202E, which cannot be seen: "no\u00a0break,
    // zero\u200bwidth, \u202ereversed"
    // hint: take it out, or write what is seen
    'no\xa0break, zero\u200bwidth, \u202ereversed',
    `two
lines`,
    '--flag=// no comment',
    '*/',
  )
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/odd words/it's.sock", { address:
  // "127.77.103.40" }), or gatewayAddresses in the configuration
  .net(gvproxy("/run/odd words/it's.sock"))
