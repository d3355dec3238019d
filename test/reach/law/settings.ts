import fc from 'fast-check'

const addresses = [
  ...['0.0.0.0', '10.0.0.0', '10.77.0.1', '100.64.0.0', '100.80.0.1', '100.96.0.1', '127.0.0.1'],
  ...['127.77.0.2', '128.0.0.0', '169.254.169.254', '172.16.0.0', '172.20.7.1', '192.0.2.2'],
  ...['192.168.7.1', '198.51.100.7', '203.0.113.9', '::', '::1', '::ffff:0:0', '::ffff:127.0.0.1'],
  ...['::ffff:10.77.0.1', '::ffff:100.96.0.1', 'fc00::', 'fd12:3456::1', 'fd53:4d00::1', 'fe80::'],
  ...['2001:db8::1', '::ffff:169.254.169.254'],
]

const ranges = [
  ...['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1', '10.0.0.0/8'],
  ...['10.77.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ...['fc00::/7', 'fd53:4d00::/64', 'fe80::/10', '169.254.0.0/16', '::ffff:0:0/96', '0.0.0.0/8'],
  ...['::ffff:10.0.0.0/104', '::ffff:127.0.0.0/104', '198.51.100.0/24', '2001:db8::/32'],
]

const cidr = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ranges) },
  { weight: 2, arbitrary: fc.constantFrom(...addresses) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...addresses), fc.nat(32)).map(([address, bits]) => {
      const width = address.includes(':') ? 128 : 32
      return `${address}/${width - Math.min(bits, width)}`
    }),
  },
)

const port = fc.constantFrom(1, 52, 53, 54, 7001, 7002, 7003, 65_535)
const udp = fc.tuple(cidr, fc.option(fc.tuple(port, port))).map(([range, ports]) => {
  if (ports === null) return range
  const [first, last] = [Math.min(...ports), Math.max(...ports)]
  const span = first === last ? `${first}` : `${first}-${last}`
  return range.includes(':') ? `[${range}]:${span}` : `${range}:${span}`
})

const host = fc.constantFrom(
  ...['a.test', 'A.Test', 'a.test.', 'b.a.test', 'c.b.a.test', 'xa.test', 'test', 'other.test'],
  ...['*.a.test', '*.b.a.test', '10.77.0.1', '127.0.0.1', '100.96.0.1', '192.0.2.2', '::1'],
)
const pattern = fc.constantFrom(
  ...[
    'a.test',
    '*.a.test',
    '*.A.test.',
    'b.a.test',
    '*.b.a.test',
    '*.test',
    'other.test',
    'xa.test',
  ],
)
const volume = fc.constantFrom(
  ...['./src:/app', './src/:/app', 'src:/app:ro', './src/sub:/app', './src/sub:/app:ro', '/cache'],
  ...['./src/../evil:/app', './src/..:/app:ro', '/srv/a:/a', '/srv//a:/a:ro', '/srv/./a/b:/a:rw'],
  ...['s3://bucket:/b', 's3://bucket/part:/b:ro', '/srv/a:/a:staged', '/srv/ab:/a', '../up:/up:ro'],
)
const image = fc.constantFrom(
  ...['alpine', '-', './rootfs', '/srv/a', 'image.tar', 'x.tar.xz', '../up', './src'],
)
const published = fc.constantFrom(
  ...['80', '80:80', '080:80', '+80:80', '80/udp', '80:81', '80-82', '81:81/tcp', '80-82:90-92'],
  ...['82:92', '79-83', '65535', '1'],
)
export const variable = fc.constantFrom('NAME', 'OTHER', 'NAME=', 'NAME=value', 'KEY', 'X=y')
const user = fc.constantFrom(
  'root',
  'root:x',
  '0',
  '00',
  '+0',
  '0:0',
  '1000',
  '1000:0',
  'node',
  '10',
)

export const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 })

const credential = fc.record(
  {
    name: fc.constantFrom('key', 'other'),
    environment_variable: fc.constantFrom('KEY', 'TOKEN'),
    allowed_hosts: fc.array(
      fc.constantFrom('a.test', 'A.Test', 'b.a.test', '*.a.test', 'other.test'),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    injection_location: fc.constantFrom(
      ...[{}, { header: true }, { header: false, body: true }, { body: true }, { body: false }],
    ),
    methods: fc.array(fc.constantFrom('GET', 'get', 'POST', 'Delete'), {
      minLength: 1,
      maxLength: 2,
    }),
    set_header: fc.constantFrom('authorization', 'x-key', 'X-Key'),
  },
  { requiredKeys: ['name', 'environment_variable', 'allowed_hosts'], noNullPrototype: true },
)

const reference = fc.constantFrom(
  ...[{ from_env: 'A' }, { from_env: 'B' }, { from_env: 'KEY' }, { from_file: '/run/a' }],
  { from_file: '/run/b' },
)
const secrets = fc.dictionary(fc.constantFrom('KEY', 'TOKEN', 'OTHER'), reference, {
  maxKeys: 2,
  noNullPrototype: true,
})

const networkKeys = {
  allow_hosts: some(host),
  allow_host_patterns: some(pattern),
  allow_cidrs: some(cidr),
  block_private: fc.boolean(),
  allow_private: some(cidr),
  deny_cidrs: some(cidr),
  allow_udp: some(udp),
  credentials: fc.array(credential, { maxLength: 2 }),
}
const networkOnly = {
  net: fc.boolean(),
  net_backend: fc.constantFrom('virtio-net', 'tsi'),
}
const plain = {
  env: some(variable),
  image,
  ports: some(published),
  volumes: some(volume),
  user,
  secrets,
  gpu: fc.boolean(),
  cuda: fc.boolean(),
  auto_graph: fc.boolean(),
  rosetta: fc.boolean(),
  docker_socket: fc.boolean(),
}
export const dev = { env: some(variable), ports: some(published), volumes: some(volume), user }
const auth = { ssh_agent: fc.boolean() }

export type Table = Record<string, unknown>

const tables = { network: networkKeys, dev, auth }
const top = { ...networkOnly, ...plain }

/** Each setting with its table, or "" at the top, and the values that it may have. */
export const settings: readonly (readonly [
  table: string,
  key: string,
  value: fc.Arbitrary<unknown>,
])[] = [
  ...Object.entries(top).map(([key, value]) => ['', key, value] as const),
  ...Object.entries(tables).flatMap(([table, keys]) =>
    Object.entries(keys).map(
      ([key, value]) => [table, key, value as fc.Arbitrary<unknown>] as const,
    ),
  ),
]

const few = <T extends Record<string, fc.Arbitrary<unknown>>>(model: T) =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true })

/** A machine of which half are about the network alone, where most there is to know is. */
export const machine: fc.Arbitrary<Table> = fc.oneof(
  { weight: 3, arbitrary: few({ net: fc.boolean(), network: few(networkKeys) }) },
  {
    weight: 1,
    arbitrary: few({ ...networkOnly, ports: some(published), network: few(networkKeys) }),
  },
  { weight: 1, arbitrary: few({ ...plain, dev: few(dev), auth: few(auth) }) },
  {
    weight: 1,
    arbitrary: few({
      ...top,
      ...Object.fromEntries(Object.entries(tables).map(([name, keys]) => [name, few(keys)])),
    }),
  },
)
