import { createRequire } from 'node:module'

/** The addresses from `first` to `last`, of one family. */
export interface AddressRange {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

/** Returns the addresses of a CIDR or a single address, or undefined when `text` is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const { IPv4, IPv6 } = addresses()
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  // The library also takes "10.1", octal numbers and IPv6 zones, which Rust's parser does not.
  const isFour = IPv4.isValidFourPartDecimal(address)
  if (!isFour && (address.includes('%') || !IPv6.isValid(address))) return undefined
  const width = isFour ? 32 : 128
  const length = bits === undefined ? width : Number(bits)
  if (length > width) return undefined
  const bytes = (isFour ? IPv4 : IPv6).parse(address).toByteArray()
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const size = 1n << BigInt(width - length)
  const first = value - (value % size)
  return { family: isFour ? 4 : 6, first, last: first + size - 1n }
}

/** Returns the ranges that are the same addresses, in order, none touching another. */
export function mergeRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const sorted = [...ranges].sort((a, b) =>
    a.family !== b.family
      ? a.family - b.family
      : a.first < b.first
        ? -1
        : a.first > b.first
          ? 1
          : 0,
  )
  const merged: AddressRange[] = []
  for (const range of sorted) {
    const before = merged.at(-1)
    if (before === undefined || before.family !== range.family || range.first > before.last + 1n) {
      merged.push(range)
    } else if (range.last > before.last) {
      merged[merged.length - 1] = { ...before, last: range.last }
    }
  }
  return merged
}

/** Returns the first of `ranges` that has an address in common with `other`. */
export function overlapping(
  ranges: readonly AddressRange[],
  other: AddressRange,
): AddressRange | undefined {
  return ranges.find(
    ({ family, first, last }) =>
      family === other.family && first <= other.last && other.first <= last,
  )
}

/** Whether every address of `range` is in one of `merged`, which {@link mergeRanges} made. */
export function covers(merged: readonly AddressRange[], range: AddressRange): boolean {
  return merged.some(
    ({ family, first, last }) =>
      family === range.family && first <= range.first && range.last <= last,
  )
}

let loaded: typeof import('ipaddr.js') | undefined

/** Loaded when the first range asks for it: 10 ms that most machines need not spend. */
function addresses(): typeof import('ipaddr.js') {
  loaded ??= createRequire(import.meta.url)('ipaddr.js') as typeof import('ipaddr.js')
  return loaded
}
