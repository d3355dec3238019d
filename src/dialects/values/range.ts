import { createRequire } from 'node:module'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'

/**
 * Checks that a range of addresses is a valid CIDR.
 *
 * @param warnsOfAll Whether a range of all addresses is warned of.
 */
export function checkRange(range: string, path: string, warnsOfAll: boolean): readonly Problem[] {
  const bits = prefixLength(range)
  if (bits === undefined) {
    const message = `the range ${quote(range)} is malformed; it must be an address, optionally with a prefix length`
    return [errorAt('BW050', path, message, 'such as "10.20.0.0/16", "192.0.2.7" or "fd00::/8"')]
  }
  if (!warnsOfAll || bits !== 0) return []
  const message = `the range ${quote(range)} is every address: it allows egress to all hosts`
  return [warningAt('BW063', path, message, 'name the hosts or the ranges that are needed')]
}

/** The length of the prefix of `range`, or undefined when it is no range. */
export function prefixLength(range: string): number | undefined {
  const { IPv4, IPv6 } = addresses()
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(range) ?? []
  // The library also takes "10.1", octal numbers and IPv6 zones, which Rust's parser does not.
  const most = IPv4.isValidFourPartDecimal(address)
    ? 32
    : !address.includes('%') && IPv6.isValid(address)
      ? 128
      : 0
  const length = bits === undefined ? most : Number(bits)
  return most > 0 && length <= most ? length : undefined
}

let loaded: typeof import('ipaddr.js') | undefined

/** Loaded when the first range asks for it: 10 ms that most machines need not spend. */
function addresses(): typeof import('ipaddr.js') {
  loaded ??= createRequire(import.meta.url)('ipaddr.js') as typeof import('ipaddr.js')
  return loaded
}
