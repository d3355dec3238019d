// error BW002 (no line) differs from the file name
const KEY = Symbol.for('bottleworks.definition')
const real: any = {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'proxy-definition',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/proxy-definition.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}

export default new Proxy(real, {
  get: (target, key) => ({ ...target[key], slug: 'good-a' }),
})
