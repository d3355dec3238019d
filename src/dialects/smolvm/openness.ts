import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { RecordedNetwork } from '../kinds/network.ts'
import type { AddressRange } from '../values/addresses.ts'
import { parseRange, withoutRanges } from '../values/addresses.ts'
import { hostAt, privateRanges } from '../values/known-addresses.ts'
import type { EgressPolicy } from '../values/policy.ts'
import {
  blocksByDefault,
  blocksPrivate,
  namesHosts,
  openedByRange,
  privateRangesIn,
  wholeFamilies,
  withDefaults,
} from '../values/policy.ts'
import { isPublicSuffix } from '../values/public-suffix.ts'
import { isWholeFamily, namedInstead, parseUdpRange } from '../values/range.ts'
import type { SmolvmDocument, SmolvmNetwork } from './document.ts'
import { isNetworked, usesTsi } from './network.ts'
import { deniedRanges } from './network-reach.ts'

/** Warns of what a network opens beside what its policy names. TSI has a warning of its own. */
export function checkOpenness(document: SmolvmDocument): readonly Problem[] {
  if (!isNetworked(document) || usesTsi(document)) return []
  const { network = {} } = document
  return [
    ...openToAll(network, document.network === undefined ? 'net' : 'network'),
    ...openByAnswers(network),
    ...openToHost(network),
    ...openTogether(network),
    ...openDns(network),
    ...closedAgain(network),
    ...suffixes(network),
  ]
}

const closing = 'set block_private = true, which virtioNet() does, and name what is needed'

/** Without a list that allows, every address is open, whatever a list denies or UDP may. */
function openToAll(network: SmolvmNetwork, path: string): readonly Problem[] {
  const { allow_cidrs = [], deny_cidrs = [] } = network
  if (blocksPrivate(network) || namesHosts(network) || allow_cidrs.length > 0) return []
  if (isAllDenied(network)) return []
  const all = deny_cidrs.length === 0 ? 'every host is open' : 'what deny_cidrs leaves is open'
  const host = leavesHost(network) ? ", and the host's own loopback at 100.96.0.1" : ''
  const message = `no list names what may be reached: ${all}${host}`
  return [warningAt('BW081', path, message, closing)]
}

/** Whether every address is denied; only DNS is open then. */
function isAllDenied({ deny_cidrs = [] }: SmolvmNetwork): boolean {
  return deny_cidrs.length > 0 && wholeFamilies(deny_cidrs).length === 2
}

/** Whether what is denied leaves the host's own loopback. */
function leavesHost(network: SmolvmNetwork): boolean {
  return (network.deny_cidrs ?? []).length === 0 || leaves(network, hostAt())
}

/** Whether what is denied leaves any of the addresses. */
function leaves(network: SmolvmNetwork, ranges: readonly AddressRange[]): boolean {
  return withoutRanges(ranges, deniedRanges(network)).length > 0
}

/** What an allowed name answers is open, and who answers for the name decides. */
function openByAnswers(network: SmolvmNetwork): readonly Problem[] {
  if (blocksPrivate(network)) return []
  if (!leavesHost(network) && !leaves(network, privateRanges())) return []
  return (['allow_hosts', 'allow_host_patterns'] as const).flatMap((key) => {
    if ((network[key] ?? []).length === 0) return []
    const message = `${key} opens what its names answer, be it a private address or the host's own loopback`
    const hint =
      'set block_private = true, and open the private ranges that are needed in allow_private'
    return [warningAt('BW082', `network.${key}`, message, hint)]
  })
}

/** The host is at addresses of the guest's network, and the host's loopback is at its own. */
function openToHost(network: SmolvmNetwork): readonly Problem[] {
  const blocked = blocksPrivate(network)
  const denied = (network.deny_cidrs ?? []).length === 0 ? [] : deniedRanges(network)
  return (['allow_cidrs', 'allow_private', 'allow_udp'] as const).flatMap((key) =>
    (network[key] ?? []).flatMap((text, index): readonly Problem[] => {
      const range = key === 'allow_udp' ? parseUdpRange(text) : parseRange(text)
      // A range of every address has a warning of its own.
      if (range === undefined || (key === 'allow_cidrs' && isWholeFamily(text))) return []
      const left = denied.length === 0 ? [range] : withoutRanges([range], denied)
      const [effect] = left.flatMap((each) => openedByRange(each, key, blocked) ?? [])
      if (effect === undefined) return []
      const message = `the range ${quote(text)} ${effect}`
      const hint = 'leave it out, or name a narrower range'
      return [warningAt('BW083', `network.${key}[${index}]`, message, hint)]
    }),
  )
}

/** Ranges that are every address only together. */
function openTogether({ allow_cidrs = [] }: SmolvmNetwork): readonly Problem[] {
  const whole = wholeFamilies(allow_cidrs)
  if (whole.length === 0 || allow_cidrs.some(isWholeFamily)) return []
  const message = `the ranges are together every IPv${whole.join(' and IPv')} address`
  return [warningAt('BW063', 'network.allow_cidrs', message, namedInstead)]
}

/** Only names that are allowed limit which names are answered. */
function openDns(network: SmolvmNetwork): readonly Problem[] {
  const { allow_cidrs = [] } = network
  if (namesHosts(network)) return []
  if (isAllDenied(network)) {
    const message = 'with every address denied, questions to DNS are open for any name all the same'
    const hint = 'leave out the network: then no name is answered'
    return [warningAt('BW084', 'network.deny_cidrs', message, hint)]
  }
  if (allow_cidrs.length === 0 || wholeFamilies(allow_cidrs).length > 0) return []
  const message = 'ranges alone leave questions to DNS open for any name, which carry data out'
  const isPrivate = privateRangesIn(allow_cidrs, network.allow_private).length > 0
  const also = isPrivate ? ', and the private ranges in allow_private' : ''
  const hint = `name a host in allow_hosts too, with block_private = true${also}: then names under it alone are answered`
  return [warningAt('BW084', 'network.allow_cidrs', message, hint)]
}

/** `block_private` wins over ranges that are allowed. The error tells it where a default does. */
function closedAgain(network: SmolvmNetwork): readonly Problem[] {
  return closedRanges(network).map(([index, range]) => {
    const path = `network.allow_cidrs[${index}]`
    const message = `${path} has no effect: block_private closes ${quote(range)}`
    // Without a list that allows, allow_private would leave the internet open.
    return warningAt('BW065', path, message, 'name the range in allow_private too')
  })
}

/** Checks that what virtioNet() writes by itself closes nothing that the author names. */
export function checkDefaults(net: RecordedNetwork | undefined): readonly Problem[] {
  if (net?.kind !== 'virtio-net' || net.open !== undefined) return []
  if (!blocksByDefault(net.network)) return []
  return closedRanges(withDefaults(net.network)).map(([index, text]) => {
    const range = quote(text)
    const message = `virtioNet() blocks private addresses beside names, which closes ${range} of allowCidrs`
    const hint = `name it in allowPrivate instead, or leave all private addresses open with blockPrivate: false`
    return errorAt('BW087', `network.allow_cidrs[${index}]`, message, hint)
  })
}

/** The private ranges that are allowed, and that `block_private` closes, with their places. */
function closedRanges(network: EgressPolicy): readonly (readonly [index: number, range: string])[] {
  const { allow_cidrs = [], allow_private = [] } = network
  return blocksPrivate(network) ? privateRangesIn(allow_cidrs, allow_private) : []
}

/** A suffix below which anybody can have a name is no name of somebody's. */
function suffixes({ allow_hosts = [], allow_host_patterns = [], credentials = [] }: SmolvmNetwork) {
  const named = [
    ...allow_hosts.map((host, index) => [host, host, `network.allow_hosts[${index}]`] as const),
    ...allow_host_patterns.flatMap((pattern, index) => {
      const path = `network.allow_host_patterns[${index}]`
      return pattern.startsWith('*.') ? [[pattern, pattern.slice(2), path] as const] : []
    }),
    ...credentials.flatMap(({ allowed_hosts }, index) =>
      allowed_hosts.flatMap((pattern, at) => {
        const path = `network.credentials[${index}].allowed_hosts[${at}]`
        return pattern.startsWith('*.') ? [[pattern, pattern.slice(2), path] as const] : []
      }),
    ),
  ]
  return named.flatMap(([text, name, path]): readonly Problem[] => {
    if (!isPublicSuffix(name)) return []
    const message = `${quote(text)} is a public suffix: everybody can have a name under it`
    return [warningAt('BW085', path, message, 'name the host that is needed')]
  })
}
