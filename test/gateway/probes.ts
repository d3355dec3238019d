import type { RecordType } from '../reach/lab/dns-message.ts'
import type { Protocol } from '../reach/probes.ts'

/** One attempt to reach something. Its id says all of it, and is its key in the measured data. */
export type Probe = AddressProbe | NameProbe | QuestionProbe | ExposeProbe

/** A server at an address. */
export interface AddressProbe {
  readonly id: string
  readonly kind: 'address'
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
}

/** A server at the address that gvproxy's DNS answers for a name. */
export interface NameProbe {
  readonly id: string
  readonly kind: 'name'
  readonly name: string
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

/** What is asked of gvproxy's API on the gateway's port 80. It is open when the host is changed. */
export type ExposeProbe = {
  readonly id: string
  readonly kind: 'expose'
} & (
  | { readonly protocol: Protocol; readonly address: string; readonly port: number }
  | { readonly protocol: 'unix'; readonly victim: Victim }
)

/** A file of the host: away from the socket, the same by the root of another process, or beside it. */
export type Victim = 'away' | 'by /proc' | 'beside'

/** gvproxy's network. */
export const network = {
  gateway: '192.168.127.1',
  guest: '192.168.127.2',
  proxies: '192.168.127.253',
  host: '192.168.127.254',
  nobody: '192.168.127.77',
} as const

/** The dedicated loopback address of the bottle, and that of proxies that stand elsewhere. */
export const dedicated = '127.77.0.5'
export const elsewhere = '127.88.0.1'

export const proxyPorts = { pipelock: 8888, 'git-gate': 8889, supervise: 8890 } as const

/** The ports of the host's servers: one on every address, one on 127.0.0.1 alone. */
export const serverPorts = { everywhere: 7001, loopbackAlone: 7003 } as const

/** What the guest serves, and gvproxy's API is asked to open on the host. */
export const guestPorts = { tcp: 8080, udp: 8081 } as const

/** The row of the host's daemon for names, which only the host can say anything of. */
export const daemonId = 'a name asked of a daemon by its socket'

/** The host's resolver. */
export const hostResolver = '192.0.2.53'

/** What is at some of these the host has for itself; documentation's stand for the internet. */
export const served: readonly string[] = ['127.0.0.1', dedicated, '10.77.0.1', '192.0.2.2']

const both: readonly Protocol[] = ['tcp', 'udp']

const addresses = [
  network.gateway,
  network.proxies,
  network.host,
  network.nobody,
  '127.0.0.1',
  dedicated,
  '0.0.0.0',
  // The host's own in its LAN, and others there.
  '10.77.0.1',
  '172.20.7.1',
  '192.168.7.1',
  '100.80.0.1',
  '169.254.169.254',
  '192.0.2.2',
  '203.0.113.9',
] as const

const ports = Object.values(proxyPorts)

const questions: readonly (readonly [Protocol, string, string, RecordType])[] = [
  ...(['A', 'AAAA', 'TXT', 'MX', 'CNAME', 'SRV', 'NS'] as const).flatMap((type) => [
    ['udp', network.gateway, 'web.other.test', type] as const,
    ['tcp', network.gateway, 'web.other.test', type] as const,
  ]),
  ['udp', network.gateway, 'proxy.internal', 'A'],
  ['tcp', network.gateway, 'proxy.internal', 'A'],
  ['udp', network.gateway, 'other.internal', 'A'],
  ['udp', network.gateway, 'web.proxy.internal', 'A'],
  ['udp', network.gateway, 'host.containers.internal', 'A'],
  ['udp', network.gateway, 'gateway.containers.internal', 'A'],
  ['udp', hostResolver, 'web.other.test', 'A'],
  ['tcp', hostResolver, 'web.other.test', 'TXT'],
]

/** Every probe, in the order of the data. */
export const probes: readonly Probe[] = [
  ...ports.map((port): NameProbe => {
    return { id: `tcp proxy.internal:${port}`, kind: 'name', name: 'proxy.internal', port }
  }),
  ...[network.proxies, network.host, network.gateway, dedicated].flatMap((address) =>
    both.flatMap((protocol) => ports.map((port) => at(protocol, address, port))),
  ),
  ...addresses.flatMap((address) =>
    both.map((protocol) => at(protocol, address, serverPorts.everywhere)),
  ),
  ...[network.gateway, network.proxies, network.host, '127.0.0.1'].map((address) =>
    at('tcp', address, serverPorts.loopbackAlone),
  ),
  ...questions.map(([protocol, server, name, type]): QuestionProbe => {
    const id = `${type} of ${name} from ${protocol} ${server}:53`
    return { id, kind: 'question', protocol, server, name, type }
  }),
  exposed('tcp', '127.0.0.1', 18_080),
  exposed('tcp', '0.0.0.0', 18_090),
  exposed('udp', '127.0.0.1', 18_081),
  ...(['away', 'by /proc', 'beside'] as const).map((victim): ExposeProbe => {
    return { id: `expose unix: a file ${victim}`, kind: 'expose', protocol: 'unix', victim }
  }),
]

function at(protocol: Protocol, address: string, port: number): AddressProbe {
  return { id: `${protocol} ${address}:${port}`, kind: 'address', protocol, address, port }
}

function exposed(protocol: Protocol, address: string, port: number): ExposeProbe {
  return { id: `expose ${protocol} ${address}:${port}`, kind: 'expose', protocol, address, port }
}
