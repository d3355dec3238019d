import type {
  Grant,
  GrantPart,
  NamedReach,
  NameGrant,
  NetworkReach,
  Reach,
} from '../dialects/reach.ts'
import { behindProxies, noNetwork, openGateway, pastGateways, replaced } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import {
  commonRanges,
  mappedStart,
  mergeRanges,
  rangeText,
  withoutRanges,
} from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'
import type { Protocol } from './ask.ts'
import { nameIndex } from './name-index.ts'
import { privateHosts } from './own-addresses.ts'
import { portsBeyond } from './port-ranges.ts'

/**
 * The reach of a bottle whose names are trusted not to answer the host's own loopback as the machine
 * starts. A review takes that for granted, and says so: any list of names would else reach more than
 * none does.
 */
export function withTrustedNames({ network, grants }: Reach): Reach {
  const { named } = network
  const { atStart } = named
  const loopback = {
    tcp: withoutRanges(named.loopback.tcp, atStart.tcp),
    udp: withoutRanges(named.loopback.udp, atStart.udp),
  }
  const trusted = { ...named, loopback, atStart: noNetwork.named.atStart }
  return { network: { ...network, named: trusted }, grants }
}

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
  const had = other.network
  return [
    ...loopbackBeyond(network, had),
    ...addressesBeyond(network, had),
    ...namesBeyond(network, had),
    ...dnsBeyond(network, had),
    ...grantsBeyond(reach, other),
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
  const had = other.loopback
  const ports = portsBeyond(network.loopback.udpPorts, had.udp, had.udpPorts)
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
  const onPorts = protocols.flatMap((protocol) => {
    const [ports, had] = [network, other].map((each) => each[`${protocol}Ports`])
    return portsBeyond(ports ?? [], other[protocol], had ?? []).map((left) => {
      const where = `${rangeText(left)} by ${protocol.toUpperCase()}`
      return addressBeyond(network, `${where} on port ${portText(left)}`)
    })
  })
  return [...whole, ...onPorts]
}

function portText({ ports: { first, last } }: AddressPorts): string {
  return first === last ? `${first}` : `${first}-${last}`
}

function addressBeyond({ by }: NetworkReach, what: string): Beyond {
  return { part: 'addresses', what, by }
}

/** A name opens what it answers, unless that is open anyway, or was when the name answered it. */
function namesBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  const had = nameIndex(other.named.names)
  // Names of a list differ in few ways, and each way takes as long as the ranges are many.
  const known = new Map<string, string | undefined>()
  return network.named.names.flatMap((name): readonly Beyond[] => {
    const isKnown = had.covers(name)
    const wasAsked = isKnown && had.isAskedAtStart(name.name)
    const key = `${isKnown} ${wasAsked} ${name.itself}`
    if (!known.has(key)) {
      known.set(key, openedBeyond(network, other, { isKnown, wasAsked, itself: name.itself }))
    }
    const what = known.get(key)
    if (what === undefined) return []
    return [{ part: 'names', what: nameText(name) + what, by: [name.by] }]
  })
}

interface NameState {
  /** Whether the name was granted before, and whether it was asked for at the start. */
  readonly isKnown: boolean
  readonly wasAsked: boolean
  readonly itself: boolean
}

/** What such a name opens that nothing opened before, in words; undefined when that is nothing. */
function openedBeyond(
  { named }: NetworkReach,
  other: NetworkReach,
  { isKnown, wasAsked, itself }: NameState,
): string | undefined {
  const opens = protocols.flatMap((protocol) =>
    withoutRanges(
      named.opens,
      mergeRanges([...other[protocol], ...(isKnown ? other.named.opens : [])]),
    ),
  )
  if (opens.length > 0) {
    const wider = withoutRanges(mergeRanges(opens), other.named.opens)
    const isWider = commonRanges(wider, privateHosts()).length > 0
    return isWider ? ', whatever private address it answers' : ''
  }
  const isLoopback = protocols.some((protocol) => {
    const known = isKnown ? loopbackFor(other.named, wasAsked, protocol) : []
    const had = mergeRanges([...other.loopback[protocol], ...known])
    const loopback = withoutRanges(loopbackFor(named, itself, protocol), had)
    // An address that no name opened before stands for itself: see loopbackBeyond.
    return commonRanges(loopback, other.named.loopback[protocol]).length > 0
  })
  return isLoopback ? ", where it answers an address of the host's loopback" : undefined
}

function loopbackFor({ loopback, atStart }: NamedReach, isAtStart: boolean, protocol: Protocol) {
  return isAtStart ? loopback[protocol] : withoutRanges(loopback[protocol], atStart[protocol])
}

function dnsBeyond(network: NetworkReach, other: NetworkReach): readonly Beyond[] {
  if (other.dns === 'any' || network.dns === other.dns) return []
  if (network.dns === 'any') {
    return [{ part: 'dns', what: 'questions to DNS for any name', by: network.by }]
  }
  const had = nameIndex(other.dns)
  return network.dns
    .filter((name) => !had.covers(name))
    .map((name) => ({ part: 'dns', what: `questions to DNS for ${nameText(name)}`, by: [name.by] }))
}

/** `example.org`, `*.example.org`, or both. */
export function nameText({ name, itself, below }: NameGrant): string {
  if (!itself) return `*.${name}`
  return below ? `${name} and *.${name}` : name
}

interface GrantIndex {
  readonly sure: ReadonlySet<string>
  readonly any: ReadonlySet<string>
  /** Past every gateway, no other is a further way out. */
  readonly isPast: boolean
  /** Whether the host's own loopback is reached whatever address a gateway has. */
  readonly isOpen: boolean
}

const indices = new WeakMap<readonly Grant[], GrantIndex>()

/** A picture asks of each of its nodes what it has beyond the same other. */
function grantIndex(grants: readonly Grant[]): GrantIndex {
  const indexed = indices.get(grants)
  if (indexed !== undefined) return indexed
  const key = ({ part, what }: Grant) => `${part} ${what}`
  const index = {
    sure: new Set(grants.filter(({ assumes }) => assumes === undefined).map(key)),
    any: new Set(grants.map(key)),
    isPast: grants.some(({ part, what }) => part === 'gateway' && what === pastGateways),
    isOpen: grants.some(({ part, what }) => part === 'gateway' && what === openGateway),
  }
  indices.set(grants, index)
  return index
}

function grantsBeyond({ grants }: Reach, other: Reach): readonly Beyond[] {
  const { sure, any, isPast, isOpen } = grantIndex(other.grants)
  const key = ({ part, what }: Grant) => `${part} ${what}`
  const replacesAll = any.has(`agent ${replaced}/`)
  return grants
    .filter(({ what }) => !replacesAll || !what.startsWith(replaced))
    .filter((grant) => grant.part !== 'gateway' || !isPast)
    .filter(({ what }) => !isOpen || !what.endsWith(behindProxies))
    .filter((grant) => !(grant.assumes === undefined ? sure : any).has(key(grant)))
    .map(({ part, what, by, assumes }) => ({
      part,
      what: assumes === undefined ? what : `${what}, if ${assumes}`,
      by,
    }))
}
