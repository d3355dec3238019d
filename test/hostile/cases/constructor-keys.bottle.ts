// error BW115 (no line) malformed
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'constructor-keys',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/constructor-keys.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
    constructor: { prototype: { polluted: true } },
    toString: 1,
  },
}
