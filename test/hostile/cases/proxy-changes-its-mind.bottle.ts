// ok
const KEY = Symbol.for('bottleworks.definition')
const real: any = {
  [KEY]: {
    dialect: 'claude-bottle',
    slug: 'proxy-changes-its-mind',
    smolfile: { env: [], net: [{ type: 'virtio-net', attachment: 'unixgram', socket: '/run/proxy-changes-its-mind.sock' }] },
    acknowledged: [],
    calls: [{ name: 'bottle', stack: '' }],
    origins: [['slug', 0]],
  },
}

// Valid when it is looked at first, and another bottle from then on.
let looks = 0
export default {
  [KEY]: new Proxy(real[KEY], {
    get: (target, key) => (key === 'slug' && looks++ > 0 ? 'good-a' : target[key]),
  }),
}
