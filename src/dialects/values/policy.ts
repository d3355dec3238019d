import type { AddressRange } from './addresses.ts'
import { covers, overlapping, parseRange, rangesOf } from './addresses.ts'
import { families, hostAt, linkLocal, privateRanges, udpLoopbacks } from './known-addresses.ts'

/** The keys of an egress policy that decide whether private addresses are open. */
export interface EgressPolicy {
  readonly allow_hosts?: readonly string[] | undefined
  readonly allow_host_patterns?: readonly string[] | undefined
  readonly allow_cidrs?: readonly string[] | undefined
  readonly block_private?: boolean | undefined
  readonly allow_private?: readonly string[] | undefined
}

/** Whether private addresses are closed but for those that are named: `allow_private` implies it. */
export function blocksPrivate({ block_private, allow_private = [] }: EgressPolicy): boolean {
  return block_private === true || allow_private.length > 0
}

/** Whether hosts are named; what they answer is then open. */
export function namesHosts({ allow_hosts = [], allow_host_patterns = [] }: EgressPolicy): boolean {
  return allow_hosts.length + allow_host_patterns.length > 0
}

/**
 * The policy that the authoring language makes of the author's: with `block_private`, unless the
 * author decided about it, or names ranges alone, beside which nothing is open.
 */
export function withDefaults<Policy extends EgressPolicy>(policy: Policy): Policy {
  return blocksByDefault(policy) ? { ...policy, block_private: true } : policy
}

export function blocksByDefault(policy: EgressPolicy): boolean {
  const { block_private, allow_cidrs = [] } = policy
  if (block_private !== undefined) return false
  return allow_cidrs.length === 0 || namesHosts(policy) || wholeFamilies(allow_cidrs).length > 0
}

/** The families of which the ranges together are every address. */
export function wholeFamilies(ranges: readonly string[]): readonly (4 | 6)[] {
  const merged = rangesOf(ranges)
  return families().flatMap((all) => (covers(merged, all) ? [all.family] : []))
}

/**
 * The ranges that have private addresses, with their places; not those of a family that is wholly
 * open.
 *
 * @param opened Ranges that are open again: what is in them is left out too.
 */
export function privateRangesIn(
  ranges: readonly string[],
  opened: readonly string[] = [],
): readonly (readonly [index: number, range: string])[] {
  const whole = wholeFamilies(ranges)
  const merged = rangesOf(opened)
  return ranges.flatMap((text, index) => {
    const range = parseRange(text)
    if (range === undefined || whole.includes(range.family) || covers(merged, range)) return []
    return overlapping(privateRanges(), range) === undefined ? [] : [[index, text] as const]
  })
}

/** The lists of a policy that open addresses. */
export type RangeList = 'allow_cidrs' | 'allow_private' | 'allow_udp'

/**
 * Returns what a range of a list does to the host, or undefined when it does nothing: as measured
 * with smolvm 1.32.2, see docs/reference/reach.md.
 */
export function openedByRange(
  range: AddressRange,
  list: RangeList,
  blocked: boolean,
): string | undefined {
  const has = (ranges: readonly AddressRange[]) => overlapping(ranges, range) !== undefined
  const isHostAddress = list === 'allow_private' || (list === 'allow_cidrs' && !blocked)
  if (isHostAddress && has(hostAt()))
    return "opens the host's own loopback, at 100.96.0.1 and fd53:4d00::1"
  // Who is root in the guest addresses a frame to 127.0.0.1 itself, which no block closes.
  if (list !== 'allow_udp' && has(udpLoopbacks())) return "opens the host's own loopback"
  if (list === 'allow_udp' && !blocked && has(udpLoopbacks()))
    return "opens the host's own loopback, by UDP"
  if (list !== 'allow_udp' && has(linkLocal())) {
    return "names link-local addresses, where a cloud's metadata service is"
  }
  return undefined
}
