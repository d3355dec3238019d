import type { AddressRange } from './values/addresses.ts'
import type { AddressPorts } from './values/range.ts'

/**
 * What a bottle can get at from inside, of its document alone. What is not here it cannot get at: so
 * everything that is missing must be closed by something that enforces it.
 */
export interface Reach {
  readonly network: NetworkReach
  readonly grants: readonly Grant[]
  /** What is left of it where gvproxy is confined, which no document says. */
  readonly confined?: Reach
}

/** What decides between a reach and the confined one. */
export const whenConfined = 'gvproxy is confined'

/** What libkrun's TSI is: the guest's sockets are the host's. */
export const pastGateways = "the guest's sockets are executed on the host, past every gateway"

/** What a gateway is that gvproxy has by its defaults. */
export const openGateway = "the host's own 127.0.0.1, at 192.168.127.254 by gvproxy's default"

/** The end of what a gateway with an address of its own is. */
export const behindProxies = ' of the host, behind proxy.internal'

/** The start of what says in which folder of the host gvproxy replaces files by sockets. */
export const replaced = "gvproxy's own interface, which replaces files below "

/** Why TSI is as open as it is. */
export const whyTsi = "the guest's sockets are opened on the host, and nothing filters them"

/** The parts of reach beside the network's. */
export type GrantPart =
  | 'gateway'
  | 'published'
  | 'files'
  | 'secrets'
  | 'credentials'
  | 'devices'
  | 'agent'
  | 'variables'
  | 'user'
  | 'image'
  | 'malformed'

/** One thing that is granted. */
export interface Grant {
  readonly part: GrantPart
  /** What it is, so that two grants of one thing are the same: a path and a mode, a port, a name. */
  readonly what: string
  /** The settings that grant it, by their paths in the Smolfile. */
  readonly by: readonly string[]
  /** What it takes for granted; absent when it is so whatever else is. */
  readonly assumes?: string
}

/** The addresses that one member of a list opens, as far as nothing else closes them. */
export interface RangeGrant {
  readonly ranges: readonly AddressRange[]
  /** The ports, where it opens these alone, by UDP. */
  readonly ports?: AddressPorts['ports']
  readonly by: string
}

/** A name, and whether those below it are meant. */
export interface NameGrant {
  readonly name: string
  readonly itself: boolean
  readonly below: boolean
  /** The setting that grants it. */
  readonly by: string
}

export interface NetworkReach {
  /** What carries packets. */
  readonly way: 'none' | 'virtio-net' | 'tsi' | 'gvproxy'
  /** Addresses, merged, to every port. */
  readonly tcp: readonly AddressRange[]
  readonly udp: readonly AddressRange[]
  /** Addresses to some ports, beside those above. */
  readonly tcpPorts: readonly AddressPorts[]
  readonly udpPorts: readonly AddressPorts[]
  /** The host's own loopback, in all the addresses at which a guest may try it. */
  readonly loopback: Loopback & { readonly udpPorts: readonly AddressPorts[] }
  /** What names open beside that, when somebody answers so. */
  readonly named: NamedReach
  /** The names that are answered. */
  readonly dns: 'any' | readonly NameGrant[]
  /** Names that the network itself answers, with one address for ever. */
  readonly fixed?: ReadonlyMap<string, AddressRange>
  /** The settings that decide about all of it. */
  readonly by: readonly string[]
  /** The members of lists that open addresses, where lists do. */
  readonly entries?: readonly RangeGrant[]
  /** Addresses that are closed as long as nobody outside has them. */
  readonly absent?: { readonly ranges: readonly AddressRange[]; readonly assumes: string }
  /** Why it is as open as it is, where no setting says so. */
  readonly why?: string
  /** What all of this takes for granted, to be said beside every answer; it changes none. */
  readonly assumes?: string
}

export interface NamedReach {
  /** The names whose answers are opened; none when none are named. */
  readonly names: readonly NameGrant[]
  /** The addresses that are opened when a name answers them. */
  readonly opens: readonly AddressRange[]
  /** The addresses of the host's loopback that are opened so. */
  readonly loopback: Loopback
  /** Those of them that only a name opens that is asked for when the machine starts. */
  readonly atStart: Loopback
}

/** Addresses at which the host's own loopback is reached, merged. */
export interface Loopback {
  readonly tcp: readonly AddressRange[]
  readonly udp: readonly AddressRange[]
}

const noLoopback = { tcp: [], udp: [], udpPorts: [] }

/** A network that nothing leaves. */
export const noNetwork: NetworkReach = {
  way: 'none',
  tcp: [],
  udp: [],
  tcpPorts: [],
  udpPorts: [],
  loopback: noLoopback,
  named: { names: [], opens: [], loopback: noLoopback, atStart: noLoopback },
  dns: [],
  by: [],
}

export const everyAddress: readonly AddressRange[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
]

/** A network that reaches whatever its host reaches. */
export function openNetwork(
  way: NetworkReach['way'],
  by: readonly string[],
  said: Pick<NetworkReach, 'why' | 'assumes'>,
): NetworkReach {
  const everything = { tcp: everyAddress, udp: everyAddress }
  const loopback = { ...everything, udpPorts: [] }
  return { ...noNetwork, ...everything, ...said, loopback, way, dns: 'any', by }
}

/** A folder of the host, or a bucket; who can write it can read it. */
export function fileGrants(
  path: string,
  isWritable: boolean,
  by: readonly string[],
): readonly Grant[] {
  const grant = (mode: string): Grant => ({ part: 'files', what: `${mode} ${path}`, by })
  return [grant('read'), ...(isWritable ? [grant('write')] : [])]
}

/** Variables of which the host's value is handed over. */
export function variableGrants(entries: readonly string[], list: string): readonly Grant[] {
  return entries.flatMap((entry, index) =>
    entry.includes('=')
      ? []
      : [{ part: 'variables', what: `the host's value of ${entry}`, by: [`${list}[${index}]`] }],
  )
}

/** Root in the guest. A number is who it is; behind a name the image has whomever it likes. */
export function userGrant(user: string | undefined, setting: string): readonly Grant[] {
  const [name = ''] = (user ?? '').trim().split(':')
  // As Rust reads a number.
  const isNumber = /^\+?\d+$/.test(name)
  if (isNumber && Number(name) !== 0) return []
  const by = user === undefined ? [] : [setting]
  const root = { part: 'user', what: 'root in the guest', by } as const
  const isSure = isNumber || name === 'root'
  return [isSure ? root : { ...root, assumes: 'the image says who runs' }]
}
