// error BW001 (no line) is malformed
// error BW002 (no line) differs from the file name
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: '__proto__',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/proto-slug.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}
