import type {
  Grant,
  GrantPart,
  NamedReach,
  NameGrant,
  NetworkReach,
  Reach,
} from '../dialects/reach.ts'
import { noNetwork } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import {
  commonRanges,
  mappedStart,
  mergeRanges,
  rangeText,
  withoutRanges,
} from '../dialects/values/addresses.ts'
import type { UdpRange } from '../dialects/values/range.ts'
import type { Protocol } from './ask.ts'
import { grantsOfName, isAskedAtStart, isInDomain } from './ask.ts'

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
  const { network } = reach
  // What the other reaches only if something is so is less than what is reached in any case.
  const isSurer = network.assumes === undefined && other.network.assumes !== undefined
  const had = isSurer ? noNetwork : other.network
  return [
    ...loopbackBeyond(network, had),
    ...addressesBeyond(network, had),
    ...namesBeyond(network, had),
    ...dnsBeyond(network, had),
    ...grantsBeyond(reach.grants, other.grants),
  ]
}

function loopbackBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  const found = protocols.flatMap((protocol) => {
    const had = other.loopback[protocol]
    const hadByName = mergeRanges([...had, ...other.named.loopback[protocol]])
    const byName = withoutRanges(network.named.loopback[protocol], network.loopback[protocol])
    return [
      ...doorTexts(protocol, withoutRanges(network.loopback[protocol], had), had),
      ...doorTexts(protocol, withoutRanges(byName, hadByName), hadByName).map(
        (text) => `${text}, when an allowed name answers its address`,
      ),
    ]
  })
  const others = [...other.loopback.udp.map(allPorts), ...other.loopback.udpPorts]
  const ports = udpWithout(network.loopback.udpPorts, others)
  const onPorts = ports.map((each) => `UDP at ${rangeText(each)} on port ${portText(each)}`)
  return [...new Set([...found, ...onPorts])].map((door) => ({
    part: 'loopback',
    what: `the host's own loopback by ${door}`,
    by: network.by,
  }))
}

/** The doors that ranges open; with their addresses where that door was open at others. */
function doorTexts(
  protocol: Protocol,
  ranges: readonly AddressRange[],
  doors: readonly AddressRange[],
): readonly string[] {
  const had = new Set(doors.map((range) => doorOf(protocol, range)))
  return ranges.map((range) => {
    const door = doorOf(protocol, range)
    return had.has(door) ? `${door} at ${rangeText(range)}` : door
  })
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
  const ports = network.udpPorts.flatMap((each) =>
    udpWithout([each], [...other.udp.map(allPorts), ...other.udpPorts]).map((left) =>
      addressBeyond(network, `${rangeText(left)} by UDP on port ${portText(left)}`),
    ),
  )
  return [...whole, ...ports]
}

function portText({ ports: { first, last } }: UdpRange): string {
  return first === last ? `${first}` : `${first}-${last}`
}

function addressBeyond({ by }: NetworkReach, what: string): Beyond {
  return { part: 'addresses', what, by }
}

function allPorts(range: AddressRange): UdpRange {
  return { ...range, ports: { first: 1, last: 65_535 } }
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

/** A name opens what it answers, unless that is open anyway, or was when the name answered it. */
function namesBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  return network.named.names.flatMap((name): readonly Beyond[] => {
    const left = protocols.map((protocol) => openedBeyond(network, other, name, protocol))
    const opens = left.flatMap((each) => each.opens)
    if (opens.length === 0 && left.every(({ loopback }) => loopback.length === 0)) return []
    const isWider = withoutRanges(mergeRanges(opens), other.named.opens).length > 0
    const what = isWider ? ', whatever private address it answers' : ''
    const loopback =
      opens.length === 0 ? ", where it answers an address of the host's loopback" : ''
    return [{ part: 'names', what: `${nameText(name)}${what}${loopback}`, by: [name.by] }]
  })
}

/** What one name opens and nothing opened before. */
function openedBeyond(
  { named }: NetworkReach,
  other: NetworkReach,
  name: NameGrant,
  protocol: Protocol,
): { readonly opens: readonly AddressRange[]; readonly loopback: readonly AddressRange[] } {
  const { names, opens } = other.named
  const isKnown = coversName(names, name)
  const wasAsked = isAskedAtStart(names, name.name)
  const known = isKnown ? loopbackFor(other.named, wasAsked, protocol) : []
  const had = mergeRanges([...other.loopback[protocol], ...known])
  const loopback = withoutRanges(loopbackFor(named, name.itself, protocol), had)
  return {
    opens: withoutRanges(named.opens, mergeRanges([...other[protocol], ...(isKnown ? opens : [])])),
    // An address that no name opened before stands for itself: see loopbackBeyond.
    loopback: commonRanges(loopback, other.named.loopback[protocol]),
  }
}

function loopbackFor({ loopback, atStart }: NamedReach, isAtStart: boolean, protocol: Protocol) {
  return isAtStart ? loopback[protocol] : withoutRanges(loopback[protocol], atStart[protocol])
}

function dnsBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  if (other.dns === 'any' || network.dns === other.dns) return []
  if (network.dns === 'any') {
    return [{ part: 'dns', what: 'questions to DNS for any name', by: network.by }]
  }
  const had = other.dns
  return network.dns
    .filter((name) => !coversName(had, name))
    .map((name) => ({ part: 'dns', what: `questions to DNS for ${nameText(name)}`, by: [name.by] }))
}

/** Whether grants cover a name, and all below it where that is granted too. */
function coversName(grants: readonly NameGrant[], { name, itself, below }: NameGrant): boolean {
  const isBelow = grants.some((each) => each.below && isInDomain(name, each.name))
  return (!itself || grantsOfName(grants, name).length > 0) && (!below || isBelow)
}

/** `example.org`, `*.example.org`, or both. */
export function nameText({ name, itself, below }: NameGrant): string {
  if (!itself) return `*.${name}`
  return below ? `${name} and *.${name}` : name
}

function grantsBeyond(grants: readonly Grant[], others: readonly Grant[]): readonly Beyond[] {
  const key = ({ part, what }: Grant) => `${part} ${what}`
  const sure = new Set(others.filter(({ assumes }) => assumes === undefined).map(key))
  const any = new Set(others.map(key))
  return grants
    .filter((grant) => !(grant.assumes === undefined ? sure : any).has(key(grant)))
    .map(({ part, what, by, assumes }) => ({
      part,
      what: assumes === undefined ? what : `${what}, if ${assumes}`,
      by,
    }))
}
