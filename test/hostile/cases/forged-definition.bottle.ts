// ok
const KEY = Symbol.for('bottleworks.definition')
export default {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'forged-definition',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/forged-definition.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '    at forged (bottles/good-a.bottle.ts:1:1)' }],
    origins: [['slug', 0]],
  },
}
