// ok
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'wrong-indices',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/wrong-indices.sock' }] },
    acknowledged: [],
    calls: [],
    origins: [['slug', 1e300], ['net[0].socket', 4_294_967_296]],
  },
}
