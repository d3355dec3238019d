import type { RecordType } from './lab/dns-message.ts'
import { addressOf, aliasTarget } from './lab/names.ts'

export type Protocol = 'tcp' | 'udp'

/** One attempt to reach something. Its id says all of it, and is its key in the measured data. */
export type Probe = AddressProbe | NameProbe | QuestionProbe | PublishedProbe

/** A server at an address: before the guest has asked for any name, or after it asked for all. */
export interface AddressProbe {
  readonly id: string
  readonly kind: 'address'
  readonly when: 'before names' | 'after names'
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
}

/** A server at the address that the gateway's DNS answers for a name. */
export interface NameProbe {
  readonly id: string
  readonly kind: 'name'
  readonly protocol: Protocol
  readonly name: string
  readonly type: 'A' | 'AAAA'
  readonly port: number
}

/** A question to a DNS server. It is open when a record came back. */
export interface QuestionProbe {
  readonly id: string
  readonly kind: 'question'
  readonly protocol: Protocol
  readonly server: string
  readonly name: string
  readonly type: RecordType
}

/** A server in the guest, from an address of the host. */
export interface PublishedProbe {
  readonly id: string
  readonly kind: 'published'
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
}

/** The ports of the host's servers: two on every address, one on the host's loopback alone. */
export const serverPorts = { first: 7001, second: 7002, loopbackAlone: 7003 } as const

/** What the guest serves, by protocol; settings publish these at `hostPorts`. */
export const guestPorts = { tcp: 8080, udp: 8081, range: 18091 } as const
const hostPorts = { tcp: 18080, udp: 18081, range: 18091 } as const

const both: readonly Protocol[] = ['tcp', 'udp']

/** The gateway is where the guest has the host's loopback, and the resolver. */
export const gateway = { ipv4: '100.96.0.1', ipv6: 'fd53:4d00::1' } as const

const addresses = [
  // The host's loopback: as the gateway, as itself, and as the address of no one, which is itself.
  gateway.ipv4,
  gateway.ipv6,
  '127.0.0.1',
  '127.77.0.2',
  '0.0.0.0',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:100.96.0.1',
  // What is private.
  '10.77.0.1',
  '10.200.0.1',
  '172.20.7.1',
  '192.168.7.1',
  '100.80.0.1',
  'fd12:3456::1',
  '::ffff:10.77.0.1',
  // Where clouds serve credentials.
  '169.254.169.254',
  '::ffff:169.254.169.254',
  // Documentation's addresses, in the place of the internet.
  '192.0.2.2',
  '198.51.100.7',
  '203.0.113.9',
  '2001:db8::1',
  '::ffff:192.0.2.2',
] as const

const otherPorts: readonly (readonly [Protocol, string, number])[] = [
  ['tcp', gateway.ipv4, serverPorts.second],
  ['tcp', gateway.ipv4, serverPorts.loopbackAlone],
  ['udp', gateway.ipv4, serverPorts.second],
  ['udp', '10.77.0.1', serverPorts.second],
  ['tcp', '192.0.2.2', serverPorts.second],
  ['udp', '192.0.2.2', serverPorts.second],
  ['udp', '2001:db8::1', serverPorts.second],
]

/** The host's resolver, and one that is not the host's. */
export const hostResolver = '192.0.2.53'
export const otherResolver = '192.0.2.2'

/** Names of every kind that a list can allow or not. */
const plainNames = [
  'allowed.test',
  'web.allowed.test',
  'a.b.allowed.test',
  'WEB.ALLOWED.TEST',
  'alias.allowed.test',
  'notallowed.test',
  'wild.test',
  'web.wild.test',
  'a.b.wild.test',
  'exact.test',
  'web.exact.test',
  'other.test',
  'web.other.test',
] as const

/** Names that answer what is not theirs: rebinding. */
const rebinding = [
  ...['gate', 'gate6', 'home', 'home6', 'ten', 'seventeen', 'nineteen', 'cgnat', 'link'],
  ...['six', 'ula', 'mapped'],
].flatMap((label) => [`${label}.allowed.test`, `${label}.wild.test`, `${label}.other.test`])

const names: readonly string[] = [...plainNames, ...rebinding]

const questions: readonly (readonly [Protocol, string, string, RecordType])[] = [
  ...(['NS', 'MX', 'TXT', 'SRV', 'HTTPS'] as const).flatMap((type) => [
    ['udp', gateway.ipv4, 'web.allowed.test', type] as const,
    ['udp', gateway.ipv4, 'web.other.test', type] as const,
  ]),
  ['udp', otherResolver, 'web.allowed.test', 'TXT'],
  ['udp', otherResolver, 'web.other.test', 'TXT'],
  ['tcp', otherResolver, 'web.other.test', 'TXT'],
  ['tcp', gateway.ipv4, 'web.allowed.test', 'A'],
  ['tcp', gateway.ipv4, 'web.other.test', 'A'],
  ['udp', gateway.ipv6, 'web.allowed.test', 'A'],
  ['udp', gateway.ipv6, 'web.other.test', 'A'],
]

/** Every probe, in the order of the data. */
export const probes: readonly Probe[] = [
  ...addresses.flatMap((address) =>
    both.map((protocol) => atAddress('before names', protocol, address, serverPorts.first)),
  ),
  ...otherPorts.map((each) => atAddress('before names', ...each)),
  ...['allowed.test', 'exact.test'].flatMap((name) =>
    both.map((protocol) => atAddress('before names', protocol, known(name), serverPorts.first)),
  ),
  ...names.flatMap((name) => both.map((protocol) => byName(protocol, name))),
  ...[...new Set([...names.map(known), '127.0.0.1', '10.77.0.1', '192.0.2.2'])].flatMap((address) =>
    both.map((protocol) => atAddress('after names', protocol, address, serverPorts.first)),
  ),
  atAddress('after names', 'tcp', gateway.ipv4, serverPorts.second),
  atAddress('after names', 'tcp', gateway.ipv4, serverPorts.loopbackAlone),
  ...questions.map(([protocol, server, name, type]): QuestionProbe => {
    const id = `${type} of ${name} from ${protocol} ${at(server, 53)}`
    return { id, kind: 'question', protocol, server, name, type }
  }),
  ...['127.0.0.1', '::1', '10.77.0.1', '192.0.2.2'].flatMap((address) => [
    published('tcp', address, hostPorts.tcp),
    published('udp', address, hostPorts.udp),
    published('tcp', address, hostPorts.range),
  ]),
]

function known(name: string): string {
  const address = addressOf(name.startsWith('alias.') ? aliasTarget : name)
  if (address === undefined) throw new Error(`the resolver does not know ${name}`)
  return address
}

function at(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function atAddress(
  when: AddressProbe['when'],
  protocol: Protocol,
  address: string,
  port: number,
): AddressProbe {
  const id = `${protocol} ${at(address, port)}${when === 'after names' ? ' after names' : ''}`
  return { id, kind: 'address', when, protocol, address, port }
}

function byName(protocol: Protocol, name: string): NameProbe {
  const type = known(name).includes(':') ? 'AAAA' : 'A'
  const id = `${protocol} ${at(name, serverPorts.first)}`
  return { id, kind: 'name', protocol, name, type, port: serverPorts.first }
}

function published(protocol: Protocol, address: string, port: number): PublishedProbe {
  const id = `published ${protocol} ${at(address, port)}`
  return { id, kind: 'published', protocol, address, port }
}
