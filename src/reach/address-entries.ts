import type { NetworkReach } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { commonRanges, mergeRanges, withoutRanges } from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'
import type { ReachItem } from './reach-items.ts'
import { addressItems } from './reach-items.ts'

/**
 * The addresses of a network by the entries of lists that open them, each with its own entry, so that
 * one is not taken for another. What no entry opens is of all the settings that decide.
 */
export function addressesByEntry(network: NetworkReach): readonly ReachItem[] {
  const { tcp, udp, udpPorts, entries = [] } = network
  const all = entries.map(({ ranges, by }) => ({ ranges: mergeRanges(ranges), by }))
  const lists = all.filter(({ by }) => !isOfUdp(by))
  const listed = mergeRanges(lists.flatMap(({ ranges }) => ranges))
  const none = { ...network, tcp: [], udp: [], tcpPorts: [], udpPorts: [] }
  const byList = lists.flatMap(({ ranges, by }) =>
    addressItems({
      ...none,
      tcp: commonRanges(tcp, ranges),
      udp: commonRanges(udp, ranges),
      by: [by],
    }),
  )
  const byUdp = udpPorts.flatMap((range) => {
    const by = all.filter((entry) => isOfUdp(entry.by) && opens(entry.ranges, range))
    const settings = by.length === 0 ? network.by : by.map((each) => each.by)
    return addressItems({ ...none, udpPorts: [range], by: settings })
  })
  const rest = addressItems({
    ...network,
    tcp: withoutRanges(tcp, listed),
    udp: withoutRanges(udp, listed),
    udpPorts: [],
  })
  return [...byList, ...byUdp, ...rest]
}

/** Whether an entry is of the list that opens ports by UDP alone. */
function isOfUdp(by: string): boolean {
  return by.startsWith('network.allow_udp')
}

function opens(ranges: readonly AddressRange[], { family, first, last }: AddressPorts): boolean {
  return ranges.some(
    (range) => range.family === family && range.first <= first && last <= range.last,
  )
}
