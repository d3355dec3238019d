import { lazy } from '../lazy.ts'
import type { AddressRange } from './addresses.ts'
import { covers, mergeRanges, overlapping, parseRange } from './addresses.ts'

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
  const merged = mergeRanges(ranges.flatMap((text) => parseRange(text) ?? []))
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
  const merged = mergeRanges(opened.flatMap((text) => parseRange(text) ?? []))
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
  const { gateway, loopback, linkLocal } = hostRanges()
  const has = (ranges: readonly AddressRange[]) => overlapping(ranges, range) !== undefined
  const byGateway = list === 'allow_private' || (list === 'allow_cidrs' && !blocked)
  if (byGateway && has(gateway))
    return "opens the host's own loopback, at 100.96.0.1 and fd53:4d00::1"
  // Who is root in the guest addresses a frame to 127.0.0.1 itself, which no block closes.
  if (list !== 'allow_udp' && has(loopback)) return "opens the host's own loopback"
  if (list === 'allow_udp' && !blocked && has(loopback))
    return "opens the host's own loopback, by UDP"
  if (list === 'allow_cidrs' && has(linkLocal)) {
    return "names link-local addresses, where a cloud's metadata service is"
  }
  return undefined
}

const families = lazy(() => parsed('0.0.0.0/0 ::/0'))

/** The addresses that are private to a host or its networks, of both families. */
export const privateRanges = lazy(() =>
  parsed(`10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16
    ::1 fc00::/7 fe80::/10 ::ffff:10.0.0.0/104 ::ffff:172.16.0.0/108 ::ffff:192.168.0.0/112
    ::ffff:100.64.0.0/106 ::ffff:127.0.0.0/104 ::ffff:169.254.0.0/112`),
)

const hostRanges = lazy(() => ({
  gateway: parsed('100.96.0.1 ::ffff:100.96.0.1 fd53:4d00::1'),
  loopback: parsed('127.0.0.0/8 0.0.0.0 ::1 :: ::ffff:127.0.0.0/104 ::ffff:0.0.0.0'),
  linkLocal: parsed('169.254.0.0/16 fe80::/10 ::ffff:169.254.0.0/112'),
}))

function parsed(texts: string): readonly AddressRange[] {
  return texts.split(/\s+/).flatMap((text) => parseRange(text) ?? [])
}
