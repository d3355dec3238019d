import type { NetworkReach, RangeGrant } from '../dialects/reach.ts'
import { noNetwork } from '../dialects/reach.ts'
import { commonRanges, mergeRanges, withoutRanges } from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'
import type { ReachItem } from './reach-items.ts'
import { addressItems, loopbackItems } from './reach-items.ts'

/**
 * The addresses of a network by the entries of lists that open them, each with its own entry, so that
 * one is not taken for another. What no entry opens is of all the settings that decide.
 */
export function addressesByEntry(network: NetworkReach): readonly ReachItem[] {
  const { tcp, udp, udpPorts } = network
  const none = { ...network, tcp: [], udp: [], tcpPorts: [], udpPorts: [] }
  const { lists, listed } = listsOf(network)
  const byList = lists.flatMap(({ ranges, by }) =>
    addressItems({
      ...none,
      tcp: commonRanges(tcp, ranges),
      udp: commonRanges(udp, ranges),
      by: [by],
    }),
  )
  const byUdp = udpPorts.flatMap((range) =>
    addressItems({ ...none, udpPorts: [range], by: openingPorts(network, range) }),
  )
  const rest = addressItems({
    ...network,
    tcp: withoutRanges(tcp, listed),
    udp: withoutRanges(udp, listed),
    udpPorts: [],
  })
  return [...byList, ...byUdp, ...rest]
}

/** The host's own loopback in the same way: what depends on names is of the entries that allow them. */
export function loopbackByEntry(network: NetworkReach): readonly ReachItem[] {
  const { loopback, named } = network
  const { tcp, udp, udpPorts } = loopback
  const { lists, listed } = listsOf(network)
  const sure = (open: Partial<NetworkReach['loopback']>, by: readonly string[]) => {
    const only = { tcp: [], udp: [], udpPorts: [], ...open }
    return loopbackItems({ ...network, loopback: only, named: noNetwork.named, by })
  }
  const byList = lists.flatMap(({ ranges, by }) =>
    sure({ tcp: commonRanges(tcp, ranges), udp: commonRanges(udp, ranges) }, [by]),
  )
  const byUdp = udpPorts.flatMap((range) =>
    sure({ udpPorts: [range] }, openingPorts(network, range)),
  )
  const rest = sure(
    { tcp: withoutRanges(tcp, listed), udp: withoutRanges(udp, listed) },
    network.by,
  )
  const names = [...new Set(named.names.map(({ by }) => by))]
  const maybe = loopbackItems({ ...network, by: names }).filter(
    ({ depends }) => depends !== undefined,
  )
  return [...byList, ...byUdp, ...rest, ...maybe]
}

/** The entries that open addresses to every port, and all that they open. */
function listsOf({ entries = [] }: NetworkReach) {
  const lists = entries.flatMap(({ ranges, by, ports }) =>
    ports === undefined ? [{ ranges: mergeRanges(ranges), by }] : [],
  )
  return { lists, listed: mergeRanges(lists.flatMap(({ ranges }) => ranges)) }
}

/** The entries that open addresses to these ports. */
function openingPorts({ entries = [], by }: NetworkReach, range: AddressPorts): readonly string[] {
  const opening = entries.filter((entry) => opens(entry, range))
  return opening.length === 0 ? by : opening.map((each) => each.by)
}

function opens({ ranges, ports }: RangeGrant, range: AddressPorts): boolean {
  const { family, first, last } = range
  if (ports?.first !== range.ports.first || ports.last !== range.ports.last) return false
  return mergeRanges(ranges).some(
    (each) => each.family === family && each.first <= first && last <= each.last,
  )
}
