import type { Grant, GrantPart, NameGrant, NetworkReach, Reach } from '../dialects/reach.ts'
import { pastGateways } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { mappedStart, rangeText, withoutRanges } from '../dialects/values/addresses.ts'
import { domainsOf } from '../dialects/values/host.ts'
import type { UdpRange } from '../dialects/values/range.ts'
import type { Protocol } from './ask.ts'

/** Every part of what a bottle can get at. */
export type ReachPart = 'loopback' | 'addresses' | 'names' | 'dns' | GrantPart

/** Something that one bottle can get at and another cannot. */
export interface Beyond {
  readonly part: ReachPart
  /** What it is, in words. Names and paths in it are those of a Smolfile. */
  readonly what: string
  /** The settings that grant it. */
  readonly by: readonly string[]
}

const protocols: readonly Protocol[] = ['tcp', 'udp']

/** Returns what `reach` has beyond `other`; nothing when all of it is within the other. */
export function beyond(reach: Reach, other: Reach): readonly Beyond[] {
  return [
    ...loopbackBeyond(reach.network, other.network),
    ...addressesBeyond(reach.network, other.network),
    ...namesBeyond(reach.network, other.network),
    ...dnsBeyond(reach.network, other.network),
    ...grantsBeyond(reach, other),
  ]
}

/** A door to the host's loopback: whether it is open, and not only when a name answers so. */
type Doors = ReadonlyMap<string, boolean>

function loopbackBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  const had = doorsOf(other)
  return [...doorsOf(network)].flatMap(([door, isSure]): readonly Beyond[] => {
    const before = had.get(door)
    if (before === true || (before === false && !isSure)) return []
    const when = isSure ? '' : ', when an allowed name answers its address'
    return [{ part: 'loopback', what: `the host's own loopback by ${door}${when}`, by: network.by }]
  })
}

function doorsOf({ loopback, named }: NetworkReach): Doors {
  const doors = new Map<string, boolean>()
  for (const protocol of protocols) {
    const answered = withoutRanges(named.loopback[protocol], named.frames)
    for (const range of answered) doors.set(doorOf(protocol, range), false)
    for (const range of loopback[protocol]) doors.set(doorOf(protocol, range), true)
  }
  return doors
}

/** An address of IPv6 that stands for one of IPv4 leads to the loopback of IPv4. */
function doorOf(protocol: Protocol, { family, first }: AddressRange): string {
  const isFour = family === 4 || (first >= mappedStart && first < mappedStart + (1n << 32n))
  return `${protocol.toUpperCase()} over IPv${isFour ? 4 : 6}`
}

function addressesBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  const whole = protocols.flatMap((protocol) =>
    withoutRanges(network[protocol], other[protocol]).map((range) =>
      addressBeyond(network, `${rangeText(range)} by ${protocol.toUpperCase()}`),
    ),
  )
  const ports = udpBeyond(network, other).map((left) => {
    const { first, last } = left.ports
    const span = first === last ? first : `${first}-${last}`
    return addressBeyond(network, `${rangeText(left)} by UDP on port ${span}`)
  })
  return [...whole, ...ports]
}

function addressBeyond({ by }: NetworkReach, what: string): Beyond {
  return { part: 'addresses', what, by }
}

function allPorts(range: AddressRange): UdpRange {
  return { ...range, ports: { first: 1, last: 65_535 } }
}

/** Entries that are cut to what is new of them: each takes as many steps as there are others. */
const mostCut = 200

function udpBeyond(network: NetworkReach, other: NetworkReach): readonly UdpRange[] {
  const key = ({ family, first, last, ports }: UdpRange) =>
    `${family} ${first} ${last} ${ports.first} ${ports.last}`
  const had = new Set(other.udpPorts.map(key))
  const left = network.udpPorts.filter((each) => !had.has(key(each)))
  if (left.length > mostCut || other.udpPorts.length > mostCut) return left
  return udpWithout(left, [...other.udp.map(allPorts), ...other.udpPorts])
}

/** Returns the parts of `ranges`, addresses by ports, that are in none of `others`. */
function udpWithout(ranges: readonly UdpRange[], others: readonly UdpRange[]): readonly UdpRange[] {
  return others.reduce<readonly UdpRange[]>(
    (left, other) => left.flatMap((range) => cut(range, other)),
    ranges,
  )
}

/** The up to four parts of `range` around what `other` has of it. */
function cut(range: UdpRange, other: UdpRange): readonly UdpRange[] {
  const first = range.first > other.first ? range.first : other.first
  const last = range.last < other.last ? range.last : other.last
  const low = Math.max(range.ports.first, other.ports.first)
  const high = Math.min(range.ports.last, other.ports.last)
  if (range.family !== other.family || first > last || low > high) return [range]
  const middle = { ...range, first, last }
  return [
    ...(range.first < first ? [{ ...range, last: first - 1n }] : []),
    ...(range.last > last ? [{ ...range, first: last + 1n }] : []),
    ...(range.ports.first < low
      ? [{ ...middle, ports: { first: range.ports.first, last: low - 1 } }]
      : []),
    ...(range.ports.last > high
      ? [{ ...middle, ports: { first: high + 1, last: range.ports.last } }]
      : []),
  ]
}

/** A name opens what it answers, unless those addresses are open anyway. */
function namesBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  const { names, opens } = network.named
  const left = protocols.flatMap((protocol) => withoutRanges(opens, other[protocol]))
  if (names.length === 0 || left.length === 0) return []
  const isWithin = protocols.every((protocol) => {
    const closed = withoutRanges(opens, other[protocol])
    return withoutRanges(closed, other.named.opens).length === 0
  })
  const had = new NameIndex(other.named.names)
  return names
    .filter((name) => !isWithin || !had.covers(name))
    .map((name) => ({
      part: 'names',
      what: isWithin ? nameText(name) : `${nameText(name)}, whatever private address it answers`,
      by: [name.by],
    }))
}

function dnsBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  if (other.dns === 'any' || network.dns === other.dns) return []
  if (network.dns === 'any') {
    return [{ part: 'dns', what: 'questions to DNS for any name', by: network.by }]
  }
  const had = new NameIndex(other.dns)
  return network.dns
    .filter((name) => !had.covers(name))
    .map((name) => ({ part: 'dns', what: `questions to DNS for ${nameText(name)}`, by: [name.by] }))
}

/** Names by what is granted of them, so that long lists are compared in time with their length. */
class NameIndex {
  readonly #themselves = new Set<string>()
  readonly #below = new Set<string>()

  constructor(grants: readonly NameGrant[]) {
    for (const { name, itself, below } of grants) {
      if (itself) this.#themselves.add(name)
      if (below) this.#below.add(name)
    }
  }

  /** Whether a name is granted, and all below it where that is asked for. */
  covers({ name, itself, below }: NameGrant): boolean {
    const isInside = domainsOf(name).some((domain) => this.#below.has(domain))
    if (itself && !isInside && !this.#themselves.has(name)) return false
    return !below || isInside || this.#below.has(name)
  }
}

/** `example.org`, `*.example.org`, or both. */
export function nameText({ name, itself, below }: NameGrant): string {
  if (!itself) return `*.${name}`
  return below ? `${name} and *.${name}` : name
}

function grantsBeyond({ grants }: Reach, other: Reach): readonly Beyond[] {
  const others = other.grants
  // Past every gateway, no other is a further way out.
  const isPast = others.some(({ part, what }) => part === 'gateway' && what === pastGateways)
  const key = ({ part, what }: Grant) => `${part} ${what}`
  const sure = new Set(others.filter(({ assumes }) => assumes === undefined).map(key))
  const any = new Set(others.map(key))
  return grants
    .filter((grant) => grant.part !== 'gateway' || !isPast)
    .filter((grant) => !(grant.assumes === undefined ? sure : any).has(key(grant)))
    .map(({ part, what, by, assumes }) => ({
      part,
      what: assumes === undefined ? what : `${what}, if ${assumes}`,
      by,
    }))
}
