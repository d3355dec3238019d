import type { Grant, NetworkReach, Reach } from '../dialects/reach.ts'
import { everyAddress, whenConfined } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import {
  commonRanges,
  mergeRanges,
  rangeText,
  withoutRanges,
} from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'
import type { Protocol } from './ask.ts'
import type { ReachPart } from './beyond.ts'
import { guestAddresses } from './own-addresses.ts'
import { isCovered, openAnswers } from './range-words.ts'

/** One thing that a bottle can get at. A ceiling takes what it is in the same words. */
export interface ReachItem {
  /** `network` is what carries packets. */
  readonly part: 'network' | ReachPart
  readonly what: string
  /** The settings that grant it. */
  readonly by: readonly string[]
  /** What it depends on; absent when it is so whatever else is. */
  readonly depends?: string
  /** What to know of it beside. */
  readonly note?: string
}

type Ranges = readonly AddressRange[]

const protocols: readonly Protocol[] = ['tcp', 'udp']

/** Everything that is within reach, in the order in which it is shown. */
export function reachItems(reach: Reach): readonly ReachItem[] {
  return [...networkItems(reach), ...grantItems(reach)]
}

/** What is within reach by the network: addresses, names and the host's loopback. */
export function networkItems({ network, confined }: Reach): readonly ReachItem[] {
  return byConfinement(itemsOf(network), confined && itemsOf(confined.network))
}

/** What is within reach beside it. */
export function grantItems({ grants, confined }: Reach): readonly ReachItem[] {
  return byConfinement(grants.map(grantItem), confined?.grants.map(grantItem))
}

/** @param sure What is within reach whatever else is; all of it where nothing is said of that. */
function byConfinement(
  items: readonly ReachItem[],
  sure: readonly ReachItem[] | undefined,
): readonly ReachItem[] {
  if (sure === undefined) return items
  const known = new Set(sure.map(({ part, what }) => `${part} ${what}`))
  const open = items
    .filter(({ part, what }) => !known.has(`${part} ${what}`))
    .map((item) => ({ ...item, depends: whenConfined }))
  return [...sure, ...open].sort((a, b) => order[a.part] - order[b.part])
}

/** Where each part stands. */
const order: Readonly<Record<ReachItem['part'], number>> = {
  network: 0,
  loopback: 1,
  addresses: 2,
  names: 3,
  dns: 4,
  gateway: 5,
  published: 6,
  files: 7,
  secrets: 8,
  credentials: 9,
  devices: 10,
  agent: 11,
  variables: 12,
  user: 13,
  image: 14,
  malformed: 15,
}

function itemsOf(network: NetworkReach): readonly ReachItem[] {
  const known = knownItems.get(network) ?? itemsOfNetwork(network)
  knownItems.set(network, known)
  return known
}

/** Many bottles have one network. */
const knownItems = new WeakMap<NetworkReach, readonly ReachItem[]>()

function itemsOfNetwork(network: NetworkReach): readonly ReachItem[] {
  return [
    wayItem(network),
    ...loopbackItems(network),
    ...addressItems(network),
    ...nameItems(network),
    ...fixedItems(network),
    ...dnsItems(network),
  ]
}

function wayItem(network: NetworkReach): ReachItem {
  const { way, by, why: note } = network
  return { part: 'network', what: way, by, ...(note === undefined ? {} : { note }) }
}

/** What of the host's own loopback is open. */
export function loopbackItems(network: NetworkReach): readonly ReachItem[] {
  return protocols.flatMap((protocol) => loopbackBy(network, protocol))
}

function loopbackBy(network: NetworkReach, protocol: Protocol): readonly ReachItem[] {
  const { loopback, named, by } = network
  const sure = loopback[protocol]
  const item = (what: string, more: Pick<ReachItem, 'depends' | 'note'> = {}): ReachItem => {
    return { part: 'loopback', what, by, ...more }
  }
  if (isCovered(everyAddress, sure)) return [item(protocol)]
  const at = (range: AddressRange, depends: Pick<ReachItem, 'depends'> = {}): ReachItem => {
    const isFrame = isCovered([range], guestAddresses())
    const note = isFrame ? { note: 'in frames, which root in the guest can send' } : {}
    return item(`${protocol} ${rangeText(range)}`, { ...depends, ...note })
  }
  const maybe = withoutRanges(named.loopback[protocol], sure)
  const asked = commonRanges(maybe, named.atStart[protocol])
  const ports = protocol === 'udp' ? loopback.udpPorts : []
  return [
    ...sure.map((range) => at(range)),
    ...ports.map((range) => item(`udp ${addressPortsText(range)}`)),
    ...withoutRanges(maybe, asked).map((range) => at(range, { depends: onAnswers })),
    ...asked.map((range) => at(range, { depends: onAnswersAtStart })),
  ]
}

/** What the loopback of the host depends on, where names decide about it. */
export const onAnswers = 'an allowed name answers it'
export const onAnswersAtStart = 'a name of the list answers it as the machine starts'

/** The addresses that are open without names. */
export function addressItems({
  tcp,
  udp,
  tcpPorts,
  udpPorts,
  by,
}: NetworkReach): readonly ReachItem[] {
  const texts = (prefix: string, ranges: Ranges) => {
    return ranges.map((range) => `${prefix}${rangeText(range)}`)
  }
  return [
    ...texts('', commonRanges(tcp, udp)),
    ...texts('tcp ', withoutRanges(tcp, udp)),
    ...texts('udp ', withoutRanges(udp, tcp)),
    ...tcpPorts.map((range) => `tcp ${addressPortsText(range)}`),
    ...udpPorts.map((range) => `udp ${addressPortsText(range)}`),
  ].map((what) => ({ part: 'addresses', what, by }))
}

/** `192.0.2.7:53`, `[2001:db8::/32]:3478-3480`; all ports are not said. */
export function addressPortsText(range: AddressPorts): string {
  const { first, last } = range.ports
  const text = rangeText(range)
  if (first === 1 && last === 65_535) return text
  const ports = first === last ? first : `${first}-${last}`
  return range.family === 4 ? `${text}:${ports}` : `[${text}]:${ports}`
}

function nameItems({ named, tcp, udp }: NetworkReach): readonly ReachItem[] {
  const open = mergeRanges([...named.opens, ...commonRanges(tcp, udp)])
  const { isEveryPublic, words } = openAnswers(open)
  const more = isEveryPublic ? { note: words } : { depends: words }
  return named.names.flatMap((name) =>
    namePatterns(name).map((what) => ({ part: 'names' as const, what, by: [name.by], ...more })),
  )
}

function fixedItems({ fixed = new Map(), by }: NetworkReach): readonly ReachItem[] {
  return [...fixed].map(([what, address]) => {
    return { part: 'names', what, by, note: `it is ${rangeText(address)}` }
  })
}

function dnsItems({ dns, by }: NetworkReach): readonly ReachItem[] {
  if (dns === 'any') return [{ part: 'dns', what: '*', by }]
  return dns.flatMap((name) =>
    namePatterns(name).map((what) => ({ part: 'dns' as const, what, by: [name.by] })),
  )
}

/** A name as patterns: `example.org`, `*.example.org`, or both. */
function namePatterns({ name, itself, below }: NetworkReach['named']['names'][number]) {
  return [...(itself ? [name] : []), ...(below ? [`*.${name}`] : [])]
}

function grantItem({ part, what, by, assumes }: Grant): ReachItem {
  return { part, what, by, ...(assumes === undefined ? {} : { depends: assumes }) }
}
