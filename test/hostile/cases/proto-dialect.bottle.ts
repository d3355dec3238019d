// error BW115 (no line) the dialect "__proto__" is unknown
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: '__proto__',
    slug: 'proto-dialect',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/proto-dialect.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}
