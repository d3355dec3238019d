import fc from 'fast-check'
import type { ClaudeBottleDocument } from '../../../src/dialects/claude-bottle/document.ts'
import type { SmolvmDocument } from '../../../src/dialects/smolvm/document.ts'
import { addressOfBits, bitsOf } from './addresses.ts'
import type { Document } from './second-reading.ts'

/** Two documents, of which one comes from the other by a few edits. */
export interface Pair {
  readonly before: Document
  readonly after: Document
}

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
const variable = fc.constantFrom('NAME', 'OTHER', 'NAME=', 'NAME=value', 'KEY', 'X=y')
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

const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 })

const credential = fc.record(
  {
    name: fc.constantFrom('key', 'other'),
    environment_variable: fc.constantFrom('KEY', 'TOKEN'),
    allowed_hosts: fc.array(fc.constantFrom('a.test', 'b.a.test', '*.a.test', 'other.test'), {
      minLength: 1,
      maxLength: 2,
    }),
    injection_location: fc.constantFrom(
      ...[{}, { header: true }, { header: false, body: true }, { body: true }, { body: false }],
    ),
    methods: fc.array(fc.constantFrom('GET', 'get', 'POST', 'Delete'), {
      minLength: 1,
      maxLength: 2,
    }),
    set_header: fc.constantFrom('authorization', 'x-key'),
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
const dev = { env: some(variable), ports: some(published), volumes: some(volume), user }
const auth = { ssh_agent: fc.boolean() }

type Table = Record<string, unknown>

const tables = { network: networkKeys, dev, auth }
const top = { ...networkOnly, ...plain }

/** Each setting with its table, or "" at the top, and the values that it may have. */
const settings: readonly (readonly [table: string, key: string, value: fc.Arbitrary<unknown>])[] = [
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
const machine: fc.Arbitrary<Table> = fc.oneof(
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

/** What happens to one setting. `pick` is where in a list. */
interface Edit {
  readonly table: string
  readonly key: string
  readonly value: unknown
  readonly how: 'set' | 'remove' | 'add' | 'drop' | 'replace' | 'halve' | 'double' | 'move'
  readonly pick: number
}

const edit: fc.Arbitrary<Edit> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...settings.filter(([table]) => table === 'network')) },
    { weight: 2, arbitrary: fc.constantFrom(...settings) },
  )
  .chain(([table, key, value]) =>
    fc.record({
      table: fc.constant(table),
      key: fc.constant(key),
      value,
      how: fc.constantFrom<Edit['how'][]>(
        ...(['set', 'remove', 'add', 'drop', 'replace', 'halve', 'double', 'move'] as const),
      ),
      pick: fc.nat(2),
    }),
  )

function edited(document: Table, { table, key, value, how, pick }: Edit): Table {
  const old = (table === '' ? document : ((document[table] ?? {}) as Table))[key]
  if (how === 'move' && Array.isArray(old) && (table === '' || table === 'dev') && key in dev) {
    const without = put(document, table, key, undefined)
    return put(without, table === '' ? 'dev' : '', key, old)
  }
  // Ranges alone have halves.
  const isRanges = /cidrs|private|udp/.test(key)
  const suited = isRanges || (how !== 'halve' && how !== 'double') ? how : 'replace'
  return put(document, table, key, changed(old, value, suited, pick))
}

function changed(old: unknown, value: unknown, how: Edit['how'], pick: number): unknown {
  if (how === 'remove') return undefined
  if (!Array.isArray(old) || !Array.isArray(value) || how === 'set') return value
  const index = old.length === 0 ? 0 : pick % old.length
  const rest = old.filter((_, each) => each !== index)
  if (old.length === 0 && how !== 'add') return value
  switch (how) {
    case 'add':
      return [...old, ...value.slice(0, 1)]
    case 'drop':
      return rest
    case 'replace':
      return [...rest, ...value.slice(0, 1)]
    case 'halve':
      return [...rest, ...halves(old[index])]
    case 'double':
      return [...rest, ...doubled(old[index])]
    default:
      return value
  }
}

function put(document: Table, table: string, key: string, value: unknown): Table {
  const target = table === '' ? document : ((document[table] ?? {}) as Table)
  const { [key]: _, ...rest } = target
  const result = value === undefined ? rest : { ...rest, [key]: value }
  return table === '' ? result : { ...document, [table]: result }
}

/** The two ranges that are one together; whatever else is no range stays. */
function halves(entry: unknown): readonly unknown[] {
  const parts = rangeOf(entry)
  if (parts === undefined) return [entry]
  const [bits, length] = parts
  if (length === bits.length) return [entry]
  return ['0', '1'].map((bit) => {
    const half = bits.slice(0, length) + bit
    return `${addressOfBits(half.padEnd(bits.length, '0'))}/${length + 1}`
  })
}

/** The range of which this is one half. */
function doubled(entry: unknown): readonly unknown[] {
  const parts = rangeOf(entry)
  if (parts === undefined || parts[1] === 0) return [entry]
  const [bits, length] = parts
  return [`${addressOfBits(bits.slice(0, length - 1).padEnd(bits.length, '0'))}/${length - 1}`]
}

function rangeOf(entry: unknown): readonly [bits: string, length: number] | undefined {
  if (typeof entry !== 'string' || !/^[0-9a-f:.]+(\/\d+)?$/.test(entry)) return undefined
  const [address = '', length] = entry.split('/')
  if (!address.includes('::') && !/^\d+(\.\d+){3}$/.test(address)) return undefined
  const bits = bitsOf(address)
  return [bits, length === undefined ? bits.length : Number(length)]
}

/** Pairs of one to three edits, and some of two documents that have nothing to do with another. */
export const machinePairs: fc.Arbitrary<Pair> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(machine, fc.array(edit, { minLength: 1, maxLength: 3 }))
      .map(([before, edits]) => pair(before, edits.reduce(edited, before))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(machine, machine).map(([before, after]) => pair(before, after)),
  },
)

function pair(before: Table, after: Table): Pair {
  return { before: before as SmolvmDocument, after: after as SmolvmDocument }
}

const device = fc.constantFrom('/run/a.sock', '/run/b.sock').map((socket) => ({
  type: 'virtio-net' as const,
  attachment: 'unixgram' as const,
  socket,
}))
const bottle: fc.Arbitrary<ClaudeBottleDocument> = fc.record({
  name: fc.constant('claude-bottle-sample'),
  command: fc.constant(['sleep', 'infinity']),
  env: some(variable),
  net: fc.array(device, { maxLength: 2 }),
})

export const bottlePairs: fc.Arbitrary<Pair> = fc
  .tuple(bottle, bottle, fc.boolean())
  .map(([before, other, keeps]) => ({
    before,
    after: keeps ? { ...before, net: other.net } : { ...other, net: before.net },
  }))
