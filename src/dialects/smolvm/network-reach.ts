import { isIP } from 'node:net'
import type { NamedReach, NameGrant, NetworkReach, RangeGrant } from '../reach.ts'
import { everyAddress, noNetwork, openNetwork, whyTsi } from '../reach.ts'
import { remembered } from '../remembered.ts'
import type { AddressRange } from '../values/addresses.ts'
import {
  commonRanges,
  mergeRanges,
  rangesOf,
  withMapped,
  withoutRanges,
} from '../values/addresses.ts'
import {
  alwaysClosed,
  behind4,
  behind6,
  hostAddresses,
  hostAt,
  hostAt4,
  hostAt6,
  loopbacks,
  privateRanges,
  udpLoopbacks,
} from '../values/known-addresses.ts'
import { blocksPrivate, namesHosts } from '../values/policy.ts'
import type { AddressPorts } from '../values/range.ts'
import { parseUdpRange } from '../values/range.ts'
import type { SmolvmDocument, SmolvmNetwork } from './document.ts'
import { hasPorts, isNetworked, usesTsi } from './network.ts'

type Ranges = readonly AddressRange[]

/**
 * What the network of smolvm 1.32.2 lets through, as measured with its own network stack: see
 * docs/reference/reach.md. A test holds it against every cell that was measured.
 */
export function networkReach(document: SmolvmDocument): NetworkReach {
  const { net, net_backend, network, ports } = document
  // Many bottles have one network, and what it lets through takes longest to find out.
  return knownReach(JSON.stringify({ net, net_backend, network, ports, dev: document.dev?.ports }))
}

const longestKnown = 4_096

const knownReach = remembered((text) => {
  const { dev: ports, ...rest } = JSON.parse(text)
  return findReach(ports === undefined ? rest : { ...rest, dev: { ports } })
}, longestKnown)

function findReach(document: SmolvmDocument): NetworkReach {
  if (!isNetworked(document)) {
    return hasPorts(document) ? { ...noNetwork, way: 'virtio-net', by: ['ports'] } : noNetwork
  }
  const by = settingsOf(document)
  if (usesTsi(document)) return openNetwork('tsi', by, { why: whyTsi })
  return { ...policyReach(document.network ?? {}), way: 'virtio-net', by }
}

/** The settings that decide about the network, what opens it first. */
function settingsOf({ net, net_backend, network = {} }: SmolvmDocument): readonly string[] {
  return [
    ...(net === true ? ['net'] : []),
    ...(net_backend === undefined ? [] : ['net_backend']),
    ...Object.keys(network).map((key) => `network.${key}`),
    // It opens nothing: lists turn the network on beside it.
    ...(net === false ? ['net'] : []),
  ]
}

function policyReach(network: SmolvmNetwork): Omit<NetworkReach, 'way' | 'by'> {
  const { names, addresses } = namesOf(network)
  const allowed = mergeRanges([...rangesOf(network.allow_cidrs), ...addresses])
  const opened = withMapped(rangesOf(network.allow_private))
  const passes = passing(network, opened)
  // What allow_private has is allowed as well, be it public and in no list.
  const listed = mergeRanges([...allowed, ...opened])
  const isListed = names.length + allowed.length > 0
  const tcp = isListed ? commonRanges(listed, passes) : passes
  const udpPorts = byUdp(network, (ranges) =>
    withoutRanges(commonRanges(ranges, passes), hostAddresses()),
  )
  return {
    tcp: withoutRanges(tcp, hostAddresses()),
    udp: withoutRanges(tcp, hostAddresses()),
    tcpPorts: [],
    udpPorts,
    loopback: loopbackOf(network, commonRanges(tcp, hostAt()), [...allowed, ...opened]),
    named: namedReach(network, names, passes),
    dns: namesHosts(network) ? names : 'any',
    entries: entriesOf(network, isListed),
  }
}

function udpRangeOf(text: string): Ranges {
  const range = parseUdpRange(text)
  return range === undefined ? [] : [range]
}

/** Which member of a list opens what. Where no list allows, only UDP has entries of its own. */
function entriesOf(network: SmolvmNetwork, isListed: boolean): readonly RangeGrant[] {
  const lists = {
    ...(isListed && {
      allow_cidrs: (text: string) => rangesOf([text]),
      allow_hosts: (text: string) => (isIP(text) === 0 ? [] : rangesOf([text])),
      allow_private: (text: string) => withMapped(rangesOf([text])),
    }),
    allow_udp: (text: string) => withMapped(udpRangeOf(text)),
  }
  return Object.entries(lists).flatMap(([key, read]) => {
    const texts = network[key as keyof typeof lists] ?? []
    return texts.flatMap((text, index) => {
      const ranges = read(text)
      if (ranges.length === 0) return []
      const ports = key === 'allow_udp' ? parseUdpRange(text)?.ports : undefined
      return [{ ranges, by: `network.${key}[${index}]`, ...(ports === undefined ? {} : { ports }) }]
    })
  })
}

/** The addresses that are neither denied nor closed as private ones. */
function passing(network: SmolvmNetwork, opened: Ranges): Ranges {
  const closed = blocksPrivate(network) ? withoutRanges(privateRanges(), opened) : []
  const kept = mergeRanges([...deniedRanges(network), ...closed, ...alwaysClosed()])
  return withoutRanges(everyAddress, kept)
}

/** The addresses that `deny_cidrs` closes, whatever else opens them; merged. */
export function deniedRanges({ deny_cidrs }: SmolvmNetwork): Ranges {
  const denied = rangesOf(deny_cidrs)
  // Who is denied 127.0.0.1 or ::1 is denied the host's address, which leads to these and to no other.
  const behind = [
    ...(commonRanges(denied, behind4()).length > 0 ? hostAt4() : []),
    ...(commonRanges(denied, behind6()).length > 0 ? hostAt6() : []),
  ]
  return mergeRanges([...withMapped(denied), ...behind])
}

/**
 * The ways to the host's loopback that need no name: the host's addresses by TCP, and frames to the
 * loopback's own addresses, which no block closes where a list names them.
 */
function loopbackOf(
  network: SmolvmNetwork,
  toHost: Ranges,
  listed: Ranges,
): NetworkReach['loopback'] {
  const denied = withMapped(rangesOf(network.deny_cidrs))
  const frames = (ranges: Ranges, to: Ranges) =>
    withoutRanges(commonRanges(mergeRanges(ranges), to), denied)
  return {
    tcp: mergeRanges([...toHost, ...frames(listed, loopbacks())]),
    udp: frames(listed, udpLoopbacks()),
    udpPorts: blocksPrivate(network)
      ? []
      : byUdp(network, (ranges) => frames(ranges, udpLoopbacks())),
  }
}

/** What `open` leaves of the ranges of `allow_udp`, each with its ports. */
function byUdp(
  { allow_udp = [] }: SmolvmNetwork,
  open: (ranges: Ranges) => Ranges,
): readonly AddressPorts[] {
  return allow_udp.flatMap((entry) => {
    const range = parseUdpRange(entry)
    if (range === undefined) return []
    const { ports, ...addresses } = range
    return open(withMapped([addresses])).map((each) => ({ ...each, ports }))
  })
}

/** What opens when a name answers it. Names of the list are asked for when the machine starts. */
function namedReach(
  network: SmolvmNetwork,
  names: readonly NameGrant[],
  passes: Ranges,
): NamedReach {
  if (names.length === 0) return noNetwork.named
  const denied = withMapped(rangesOf(network.deny_cidrs))
  const asksAtStart = names.some(({ itself }) => itself)
  const frames = (to: Ranges) => (asksAtStart ? withoutRanges(to, denied) : [])
  const atStart = { tcp: frames(loopbacks()), udp: frames(udpLoopbacks()) }
  return {
    names,
    opens: withoutRanges(passes, hostAddresses()),
    loopback: {
      tcp: mergeRanges([...commonRanges(passes, hostAt()), ...atStart.tcp]),
      udp: atStart.udp,
    },
    atStart,
  }
}

/** The names that lists allow, and the addresses that stand among them. */
function namesOf({ allow_hosts = [], allow_host_patterns = [] }: SmolvmNetwork): {
  readonly names: readonly NameGrant[]
  readonly addresses: Ranges
} {
  const isAddress = (host: string) => isIP(host) !== 0
  const hosts = allow_hosts.flatMap((host, index): readonly NameGrant[] => {
    const by = `network.allow_hosts[${index}]`
    if (isAddress(host)) return []
    const name = plainName(host)
    // A pattern in this list is read as one.
    if (name.startsWith('*.')) return [{ name: name.slice(2), itself: false, below: true, by }]
    return [{ name, itself: true, below: true, by }]
  })
  const patterns = allow_host_patterns.map((pattern, index): NameGrant => {
    const by = `network.allow_host_patterns[${index}]`
    const name = plainName(pattern)
    return name.startsWith('*.')
      ? { name: name.slice(2), itself: false, below: true, by }
      : { name, itself: true, below: false, by }
  })
  return { names: [...hosts, ...patterns], addresses: rangesOf(allow_hosts.filter(isAddress)) }
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
