// error BW011 (no line) is not absolute
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'wrong-indices-with-error',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: 'wrong-indices' }] },
    acknowledged: [],
    calls: [],
    origins: [['net[0]', 1e300]],
  },
}
