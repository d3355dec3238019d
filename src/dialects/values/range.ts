import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { AddressRange } from './addresses.ts'
import { parseRange } from './addresses.ts'

/** The safe way, where a range is every address. */
export const namedInstead =
  'name the hosts that are needed in allow_hosts instead, with block_private = true'

/**
 * Checks that a range of addresses is a valid CIDR.
 *
 * @param warnsOfAll Whether a range of all addresses is warned of.
 */
export function checkRange(range: string, path: string, warnsOfAll: boolean): readonly Problem[] {
  const parsed = parseRange(range)
  if (parsed === undefined) {
    const message = `the range ${quote(range)} is malformed; it must be an address, optionally with a prefix length`
    return [errorAt('BW050', path, message, 'such as "10.20.0.0/16", "192.0.2.7" or "fd00::/8"')]
  }
  if (!warnsOfAll || !isWholeFamily(range)) return []
  const message = `the range ${quote(range)} is every IPv${parsed.family} address: it allows egress to all of them`
  return [warningAt('BW063', path, message, namedInstead)]
}

/** Whether a range is every address of its family. */
export function isWholeFamily(range: string): boolean {
  return /\/0+$/.test(range) && parseRange(range) !== undefined
}

/** What an entry of `allow_udp` opens: addresses, with all their ports when none are given. */
export interface AddressPorts extends AddressRange {
  readonly ports: { readonly first: number; readonly last: number }
}

/** Returns what smolvm 1.32.2 reads of `CIDR[:PORT[-END]]`, or undefined when it refuses it. */
export function parseUdpRange(entry: string): AddressPorts | undefined {
  const parsed = readUdpRange(entry)
  return typeof parsed === 'string' ? undefined : parsed
}

/** Checks an entry of `allow_udp`. */
export function checkUdpRange(entry: string, path: string): readonly Problem[] {
  const parsed = readUdpRange(entry)
  if (typeof parsed !== 'string') return []
  const message = `the UDP range ${quote(entry)} ${parsed}; it must be CIDR[:PORT[-END]]`
  const hint =
    'such as "10.0.0.0/8", "1.1.1.1:123", "192.0.2.0/24:3478-3480" or "[2001:db8::1]:443"'
  return [errorAt('BW068', path, message, hint)]
}

const udpForm = /^(?:\[([^\]]*)\]|(.*?))(?::\+?0*(\d{1,6})(?:-\+?0*(\d{1,6}))?)?$/s

/** The parts of an entry, or what is wrong with it. */
function readUdpRange(entry: string): AddressPorts | string {
  // What is an IPv6 address as a whole has no port: its colons are its own.
  const whole = parseRange(entry)
  if (whole !== undefined) return { ...whole, ports: { first: 1, last: 65_535 } }
  const [, bracketed, plain, start = '1', end = start] = udpForm.exec(entry) ?? []
  const text = bracketed ?? plain ?? ''
  const range = parseRange(text)
  if (range === undefined) return text === entry ? 'is malformed' : 'has no range of addresses'
  const isAll = entry === `[${text}]`
  const [first, last] = isAll ? [1, 65_535] : [Number(start), Number(end)]
  if (first < 1 || last < 1 || first > 65_535 || last > 65_535) {
    return 'has a port that is not from 1 to 65535'
  }
  if (last < first) return 'has ports that end before they begin'
  return { ...range, ports: { first, last } }
}
