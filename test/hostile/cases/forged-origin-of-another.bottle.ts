// error BW011 (no line) "nowhere" is not absolute
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'forged-origin-of-another',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: 'nowhere' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '    at x (bottles/good-a.bottle.ts:2:16)' }],
    origins: [['slug', 0]],
  },
}
