// error BW011 (no line) "backtracks" is not absolute
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'forged-origin-backtracks',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: 'backtracks' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '    at ' + '(:'.repeat(3_990) }],
    origins: [['slug', 0]],
  },
}
