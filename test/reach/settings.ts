/** A Smolfile that is measured, under a name that says what is in it. */
export interface Setting {
  readonly name: string
  readonly smolfile: string
}

/** What one setting adds to a Smolfile: keys of the top level, and of `[network]`. */
interface Part {
  readonly name: string
  readonly top?: string
  readonly network?: string
  readonly tables?: string
}

const network = (name: string, text: string): Part => ({ name, network: text })
const list = (key: string, ...items: readonly string[]): Part =>
  network(`${key} ${items.join(' ') || 'empty'}`, `${key} = ${texts(items)}`)
const texts = (items: readonly string[]) => `[${items.map((item) => `"${item}"`).join(', ')}]`

const virtio: Part = { name: 'virtio-net', top: 'net = true\nnet_backend = "virtio-net"' }
const on: Part = { name: 'net', top: 'net = true' }
const off: Part = { name: 'net false', top: 'net = false' }

const hosts = network('allow_hosts', 'allow_hosts = ["allowed.test"]')
const patterns = network('patterns', 'allow_host_patterns = ["*.wild.test", "exact.test"]')
const publicCidrs = network('allow_cidrs public', 'allow_cidrs = ["198.51.100.0/24"]')
const privateCidrs = network('allow_cidrs private', 'allow_cidrs = ["10.77.0.0/16"]')
const deny = network('deny_cidrs', 'deny_cidrs = ["10.77.0.0/16", "198.51.100.0/24"]')
const block = network('block_private', 'block_private = true')
const noBlock = network('block_private false', 'block_private = false')
const privately = network('allow_private', 'allow_private = ["10.77.0.0/16"]')
const udp = network('allow_udp', 'allow_udp = ["203.0.113.9", "10.77.0.1:7002"]')
const ports: Part = {
  name: 'ports',
  top: 'ports = ["18080:8080", "18081:8081/udp", "18090-18092"]',
}
const credentials: Part = {
  name: 'credentials',
  tables: `[[network.credentials]]
name = "key"
environment_variable = "KEY"
allowed_hosts = ["allowed.test"]

[secrets]
key = { from_env = "REACH_KEY" }`,
}

const parts = [
  ...[hosts, patterns, publicCidrs, privateCidrs, deny, block, noBlock, privately, udp],
  ...[ports, credentials],
]

/** Every pair that can stand in one file: not two of one key. */
const pairs = parts.flatMap((first, index) =>
  parts
    .slice(index + 1)
    .filter((second) => key(first) !== key(second))
    .map((second) => [first, second] as const),
)

/** The other values of a list, each alone in a machine with virtio-net. */
const ranges: readonly Part[] = [
  ...[
    ...['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '172.16.0.0/12'],
    ...['192.168.0.0/16', '100.64.0.0/10', '100.96.0.1', 'fd53:4d00::1', 'fc00::/7'],
    ...['2001:db8::/32', '127.0.0.1', '127.0.0.0/8', '::1', '0.0.0.0/8', '::', '169.254.0.0/16'],
    ...['::ffff:127.0.0.1', '::ffff:10.77.0.0/112', '::ffff:0:0/96', '192.0.2.2'],
  ].map((range) => list('allow_cidrs', range)),
  list('allow_cidrs', '0.0.0.0/0', '::/0'),
  list('allow_cidrs', '0.0.0.0/1', '128.0.0.0/1'),
  list('allow_cidrs'),
  ...[
    ...['0.0.0.0/0', '::/0', '0.0.0.0/1', '10.0.0.0/8', '127.0.0.0/8', '127.0.0.1', '::1'],
    ...['100.64.0.0/10', '100.96.0.1', 'fd53:4d00::/64', 'fc00::/7', '::ffff:0:0/96'],
    ...['::ffff:10.77.0.0/112', '192.0.2.0/24'],
  ].map((range) => list('deny_cidrs', range)),
  list('deny_cidrs', '127.0.0.0/8', '::1'),
  list('deny_cidrs', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'),
  list('deny_cidrs', '0.0.0.0/0', '::/0'),
  ...[
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '100.96.0.1'],
    ...['127.0.0.0/8', '::1', 'fc00::/7'],
    ...['fd53:4d00::/64', '169.254.0.0/16', '0.0.0.0/0', '192.0.2.0/24', '::ffff:10.77.0.0/112'],
  ].map((range) => list('allow_private', range)),
  list('allow_private'),
  ...['ALLOWED.TEST', 'ten.allowed.test', 'gate.allowed.test', 'home.allowed.test', 'test'].map(
    (name) => list('allow_hosts', name),
  ),
  ...['*.wild.test', '10.77.0.1', '100.96.0.1', '127.0.0.1', 'allowed.test.'].map((name) =>
    list('allow_hosts', name),
  ),
  list('allow_hosts'),
  ...['*.WILD.TEST', 'Exact.Test', '*.test', '*'].map((name) => list('allow_host_patterns', name)),
  list('allow_host_patterns'),
  ...['10.77.0.1', '100.96.0.1', '127.0.0.1', '[2001:db8::1]:7002', '0.0.0.0/0', '[::]/0'].map(
    (range) => list('allow_udp', range),
  ),
  list('allow_udp'),
]

/** What more than two say together, and values that meet in one file. */
const together: readonly (readonly Part[])[] = [
  ...['127.0.0.1', '::1', '::ffff:127.0.0.1', '100.64.0.0/10', 'fd53:4d00::1', '10.0.0.0/8'].map(
    (range) => [block, list('allow_cidrs', range)],
  ),
  ...['::/0', '0.0.0.0/0', '::ffff:0:0/96', 'fc00::/7', '169.254.0.0/16'].map((range) => [
    block,
    list('allow_cidrs', range),
  ]),
  [block, list('allow_cidrs', '198.51.100.0/24'), privately],
  [block, privateCidrs, privately],
  [block, hosts, privateCidrs],
  [block, hosts, privately],
  [block, hosts, udp],
  [block, hosts, patterns, privateCidrs, privately],
  [block, hosts, list('allow_private', '100.64.0.0/10')],
  [block, hosts, list('allow_cidrs', '127.0.0.1', '::1')],
  [block, list('allow_udp', '0.0.0.0/0')],
  [block, list('allow_udp', '127.0.0.1')],
  [privately, list('deny_cidrs', '10.0.0.0/8')],
  [list('allow_private', '10.0.0.0/8'), list('deny_cidrs', '10.77.0.0/16')],
  [noBlock, hosts, privately],
  [hosts, privateCidrs, deny],
  [hosts, list('allow_cidrs', '0.0.0.0/0')],
  [hosts, list('allow_cidrs', '0.0.0.0/0', '::/0')],
  [hosts, list('allow_cidrs', '100.64.0.0/10')],
  [hosts, list('deny_cidrs', '127.0.0.0/8')],
  [hosts, list('deny_cidrs', '127.0.0.0/8', '::1')],
  [hosts, list('deny_cidrs', '100.64.0.0/10')],
  [hosts, list('deny_cidrs', '192.0.2.0/24')],
  [hosts, list('deny_cidrs', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16')],
  [hosts, list('allow_udp', '0.0.0.0/0')],
  [hosts, list('allow_udp', '127.0.0.1')],
  ...['gate', 'gate6', 'home', 'home6', 'ten', 'ula'].map((label) => [
    block,
    list('allow_hosts', `${label}.allowed.test`),
  ]),
  ...['10.77.0.1', '100.96.0.1', '127.0.0.1', '192.0.2.2'].map((address) => [
    block,
    list('allow_hosts', address),
  ]),
  [list('allow_host_patterns', 'home.allowed.test')],
  [list('allow_hosts', 'home.allowed.test'), list('deny_cidrs', '127.0.0.0/8')],
  [list('allow_hosts', 'gate.allowed.test'), list('deny_cidrs', '127.0.0.0/8')],
  [list('allow_hosts', 'ten.allowed.test'), list('deny_cidrs', '10.0.0.0/8')],
  [list('allow_hosts', '10.77.0.1'), list('deny_cidrs', '10.0.0.0/8')],
  [hosts, credentials, block],
  [hosts, credentials, ports],
  [list('allow_cidrs', '0.0.0.0/0'), list('deny_cidrs', '10.0.0.0/8')],
  [list('allow_cidrs', '0.0.0.0/0'), list('deny_cidrs', '127.0.0.0/8', '::1')],
  [list('allow_cidrs', '0.0.0.0/0'), list('deny_cidrs', '0.0.0.0/8', '127.0.0.0/8')],
  [list('allow_cidrs', '0.0.0.0/0', '::/0'), block],
  [list('allow_cidrs', '0.0.0.0/0', '::/0'), list('deny_cidrs', '127.0.0.0/8', '::1')],
  [list('allow_cidrs', '10.77.0.0/24'), list('deny_cidrs', '10.0.0.0/8')],
  [list('allow_cidrs', '127.0.0.1'), list('deny_cidrs', '127.0.0.0/8')],
  [list('allow_udp', '10.77.0.1'), list('deny_cidrs', '10.0.0.0/8')],
  [list('allow_udp', '0.0.0.0/0'), list('deny_cidrs', '127.0.0.0/8')],
  [publicCidrs, list('allow_udp', '203.0.113.9:7001')],
  // The gateway leads to 127.0.0.1 alone, and what is public in allow_private is open.
  [list('deny_cidrs', '127.77.0.2')],
  [list('deny_cidrs', '127.128.0.0/9')],
  [hosts, list('allow_private', '192.0.2.0/24')],
  [privateCidrs, list('allow_private', '192.0.2.0/24')],
]

/** How a machine has a network at all. */
const switches: readonly (readonly Part[])[] = [
  [],
  [off],
  [on],
  [virtio],
  [{ name: 'virtio-net without net', top: 'net_backend = "virtio-net"' }],
  [{ name: 'net false, virtio-net', top: 'net = false\nnet_backend = "virtio-net"' }],
  [{ name: 'tsi', top: 'net = true\nnet_backend = "tsi"' }],
  [{ name: 'tsi', top: 'net = true\nnet_backend = "tsi"' }, hosts],
  [{ name: 'tsi', top: 'net = true\nnet_backend = "tsi"' }, publicCidrs],
  [{ name: 'tsi', top: 'net = true\nnet_backend = "tsi"' }, block],
  [{ name: 'tsi', top: 'net = true\nnet_backend = "tsi"' }, credentials],
  [{ name: 'tsi', top: 'net = true\nnet_backend = "tsi"' }, ports],
  ...parts.flatMap((part) => [[part], [off, part], [on, part], [virtio, part]]),
  [off, ports, hosts],
  [ports, hosts],
  [ports, block],
  [ports, credentials],
  [on, ports, hosts],
  [on, ports, block],
]

/** Ports of `[dev]`, in a machine that `machine create` makes. */
const development: readonly (readonly Part[])[] = [
  [{ name: 'dev.ports', tables: '[dev]\nports = ["18080:8080"]' }],
  [virtio, { name: 'dev.ports', tables: '[dev]\nports = ["18080:8080"]' }],
  [ports, { name: 'dev.ports empty', tables: '[dev]\nports = []' }],
  [ports, { name: 'dev.ports other', tables: '[dev]\nports = ["18080:18091"]' }],
  [ports, { name: 'dev without ports', tables: '[dev]\nworkdir = "/"' }],
  [hosts, { name: 'dev.ports', tables: '[dev]\nports = ["18080:8080"]' }],
]

/** Every setting, in the order of the data. */
export const settings: readonly Setting[] = [
  ...switches,
  ...development,
  ...pairs.map((pair) => [virtio, ...pair]),
  ...ranges.map((range) => [virtio, range]),
  ...together.map((each) => [virtio, ...each]),
].map(setting)

function setting(given: readonly Part[]): Setting {
  const top = given.flatMap((part) => part.top ?? [])
  const inNetwork = given.flatMap((part) => part.network ?? [])
  const tables = given.flatMap((part) => part.tables ?? [])
  const blocks = [
    top.join('\n'),
    inNetwork.length === 0 ? '' : `[network]\n${inNetwork.join('\n')}`,
    ...tables,
  ].filter((text) => text !== '')
  return {
    name: given.map((part) => part.name).join(', ') || 'nothing',
    smolfile: blocks.map((text) => `${text}\n`).join('\n'),
  }
}

function key({ name, network: text }: Part): string {
  return text === undefined ? name : (text.split(' ')[0] ?? '')
}
