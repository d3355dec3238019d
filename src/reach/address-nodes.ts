import { count } from '../diagnostic/text.ts'
import { lazy } from '../dialects/lazy.ts'
import type { NetworkReach } from '../dialects/reach.ts'
import { everyAddress, noNetwork } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import {
  commonRanges,
  mergeRanges,
  parseRange,
  rangeText,
  withoutRanges,
} from '../dialects/values/addresses.ts'
import type { Protocol } from './ask.ts'
import type { ReachNode } from './nodes.ts'

type Ranges = readonly AddressRange[]

/**
 * Returns the addresses that a network gets to as few nodes: of an area that is mostly open the area,
 * and of the others each range.
 */
export function addressNodes(network: NetworkReach): readonly ReachNode[] {
  const { tcp, udp } = network
  const reached = mergeRanges([...tcp, ...udp])
  const whole = areas().flatMap((area) =>
    areaNodes(network, commonRanges(reached, area.ranges), area),
  )
  return [...whole, ...portNodes(network, 'tcp'), ...portNodes(network, 'udp')]
}

function portNodes(network: NetworkReach, protocol: Protocol): readonly ReachNode[] {
  const key = `${protocol}Ports` as const
  return network[key].map((range): ReachNode => {
    const { first, last } = range.ports
    const ports = first === last ? first : `${first}-${last}`
    const label = `${rangeText(range)}, ${protocol.toUpperCase()} port ${ports}`
    const reach = { network: { ...noNetwork, [key]: [range] }, grants: [] }
    return { kind: 'addresses', key: label, label, isOpen: false, reach }
  })
}

function areaNodes(network: NetworkReach, reached: Ranges, area: Area): readonly ReachNode[] {
  if (reached.length === 0) return []
  const families = ([4, 6] as const).filter((family) => {
    const size = sizeOf(area.ranges, family)
    return size > 0n && sizeOf(reached, family) * 2n > size
  })
  const opened = reached.filter(({ family }) => families.includes(family))
  const others = reached.filter(({ family }) => !families.includes(family))
  const single = others.map((range) => {
    const label = rangeText(range)
    return { kind: 'addresses', key: label, label, isOpen: false, reach: partOf(network, [range]) }
  })
  if (opened.length === 0) return single
  const only = families.length === 1 ? ` of IPv${families[0]}` : ''
  // Single addresses, such as the gateway's, are no exception that anybody asked for.
  const closed = withoutRanges(area.ranges, reached).filter(
    ({ family, first, last }) => families.includes(family) && first !== last,
  )
  const isWhole = closed.length === 0 || area.key === 'reserved'
  const label = `${area.label}${only}${isWhole ? '' : `, but for ${count(closed.length, 'range')}`}`
  const reach = partOf(network, opened)
  return [{ kind: '', key: area.key, label, isOpen: true, reach }, ...single]
}

/** Whether private addresses are among the ranges. */
export function opensPrivate(ranges: Ranges): boolean {
  const { ranges: privates = [] } = areas().find(({ key }) => key === 'private') ?? {}
  return commonRanges(ranges, privates).length > 0
}

function partOf({ tcp, udp }: NetworkReach, ranges: Ranges): ReachNode['reach'] {
  const parts = { tcp: commonRanges(tcp, ranges), udp: commonRanges(udp, ranges) }
  return { network: { ...noNetwork, ...parts }, grants: [] }
}

function sizeOf(ranges: Ranges, family: AddressRange['family']): bigint {
  return ranges.reduce(
    (sum, range) => (range.family === family ? sum + range.last - range.first + 1n : sum),
    0n,
  )
}

interface Area {
  readonly key: string
  readonly label: string
  readonly ranges: Ranges
}

/** All addresses but those of IPv6 that stand for IPv4, which are reached as these are. */
const areas = lazy((): readonly Area[] => {
  const hidden = rangesOf('::ffff:0:0/96 127.0.0.0/8 0.0.0.0 :: ::1')
  const privates = rangesOf('10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7')
  const reserved = rangesOf(
    `0.0.0.0/8 100.64.0.0/10 169.254.0.0/16 192.0.0.0/24 198.18.0.0/15 224.0.0.0/3
     ::/3 4000::/2 8000::/2 c000::/3 e000::/4 f000::/5 f800::/6 fe00::/7`,
  )
  const publics = withoutRanges(everyAddress, mergeRanges([...privates, ...reserved, ...hidden]))
  return [
    { key: 'public', label: 'public addresses', ranges: publics },
    { key: 'private', label: 'private addresses', ranges: privates },
    {
      key: 'reserved',
      label: 'link-local and reserved addresses',
      ranges: withoutRanges(reserved, hidden),
    },
  ]
})

function rangesOf(texts: string): Ranges {
  return mergeRanges(texts.split(/\s+/).flatMap((text) => parseRange(text) ?? []))
}
