import { bottle, gvproxy } from 'bottleworks'

// Values that look like something else, and names that are no identifiers.
export default bottle('lookalikes')
  .command('env')
  .env({
    $dollar: 4,
    '7': 'seven',
    '9lives': 'nine',
    ANSWER: 42,
    EXPONENT: '1e3',
    HEXADECIMAL: '0x1f',
    INFINITE: 'Infinity',
    LARGE: '12345678901234567890',
    MINUS_ZERO: '-0',
    NEGATIVE: -7,
    NO: false,
    NOTHING: '',
    NULL: 'null',
    OCTAL: '0755',
    PLUS: '+1',
    POINT: '.5',
    RATIO: 0.25,
    SEPARATED: '1_000',
    SHOUTED: 'TRUE',
    SPACED: ' 1',
    TRAILING: '1.50',
    UNDEFINED: 'undefined',
    YES: true,
    ['__proto__']: 5,
    class: 7,
    constructor: 6,
    "quote'd": 8,
    'with-hyphen': 1,
    'with.point': 2,
  })
  // BW017: nothing says what is behind the socket: with its defaults gvproxy lets the bottle
  // reach the host's own 127.0.0.1, its network and the internet, and replace files of the
  // host
  // hint: give it an address of its own: gvproxy("/run/lookalikes.sock", { address:
  // "127.77.20.229" }), or gatewayAddresses in the configuration
  .net(gvproxy('/run/lookalikes.sock'))
