import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { parseRange } from './addresses.ts'

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
  return [warningAt('BW063', path, message, 'name the hosts or the ranges that are needed')]
}

/** Whether a range is every address of its family. */
export function isWholeFamily(range: string): boolean {
  return /\/0+$/.test(range) && parseRange(range) !== undefined
}

/** Ports of UDP at a range of addresses; all ports when none are given. */
const udpForm = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\+?0*(\d{1,6})(?:-\+?0*(\d{1,6}))?)?$/

/** Checks a range with ports as smolvm 1.32.2 reads it: `CIDR[:PORT[-END]]`. */
export function checkUdpRange(entry: string, path: string): readonly Problem[] {
  const objection = udpObjection(entry)
  if (objection === undefined) return []
  const message = `the UDP range ${quote(entry)} ${objection}; it must be CIDR[:PORT[-END]]`
  const hint =
    'such as "10.0.0.0/8", "1.1.1.1:123", "192.0.2.0/24:3478-3480" or "[2001:db8::1]:443"'
  return [errorAt('BW068', path, message, hint)]
}

function udpObjection(entry: string): string | undefined {
  // An IPv6 address without brackets has no port: its colons are its own.
  if (parseRange(entry) !== undefined) return undefined
  const [, bracketed, plain, start, end = start] = udpForm.exec(entry) ?? []
  const range = bracketed ?? plain
  if (range === undefined) return 'is malformed'
  if (parseRange(range) === undefined) return 'has no range of addresses'
  if (start === undefined) return undefined
  const [first, last] = [Number(start), Number(end)]
  if (first < 1 || last < 1 || first > 65_535 || last > 65_535) {
    return 'has a port that is not from 1 to 65535'
  }
  return last < first ? 'has ports that end before they begin' : undefined
}
