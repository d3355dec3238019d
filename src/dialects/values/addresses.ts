import { createRequire } from 'node:module'

/** The addresses from `first` to `last`, of one family. */
export interface AddressRange {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

/** Ranges are parsed by rules, by reach, and for each picture: of the same texts. */
const known = new Map<string, AddressRange | undefined>()
const mostKnown = 100_000

/** Returns the addresses of a CIDR or a single address, or undefined when `text` is neither. */
export function parseRange(text: string): AddressRange | undefined {
  if (!known.has(text)) {
    if (known.size >= mostKnown) known.clear()
    known.set(text, parse(text))
  }
  return known.get(text)
}

function parse(text: string): AddressRange | undefined {
  const { IPv4, IPv6 } = addresses()
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  // The library also takes "10.1", octal numbers and IPv6 zones, which Rust's parser does not.
  // It throws and catches for what is of the other family.
  const isFour = !address.includes(':') && IPv4.isValidFourPartDecimal(address)
  if (!isFour && !isIPv6(address)) return undefined
  const width = isFour ? 32 : 128
  const length = bits === undefined ? width : Number(bits)
  // Rust's parser takes as many digits as the longest prefix has.
  if (length > width || (bits ?? '').length > String(width).length) return undefined
  const bytes = (isFour ? IPv4 : IPv6).parse(address).toByteArray()
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const size = 1n << BigInt(width - length)
  const first = value - (value % size)
  return { family: isFour ? 4 : 6, first, last: first + size - 1n }
}

function isIPv6(address: string): boolean {
  const { IPv4, IPv6 } = addresses()
  const end = address.slice(address.lastIndexOf(':') + 1)
  if (address.includes('%') || (end.includes('.') && !IPv4.isValidFourPartDecimal(end)))
    return false
  return IPv6.isValid(address)
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

/** Returns the addresses of texts, without those that are no ranges, merged. */
export function rangesOf(texts: readonly string[] = []): readonly AddressRange[] {
  return mergeRanges(texts.flatMap((text) => parseRange(text) ?? []))
}

/** Returns the ranges with the addresses of IPv6 that stand for those of IPv4, merged. */
export function withMapped(ranges: readonly AddressRange[]): readonly AddressRange[] {
  return mergeRanges([...ranges, ...ranges.filter(({ family }) => family === 4).map(mapped)])
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

/** Returns what of `ranges` is in none of `others`. Both are merged, and so is the result. */
export function withoutRanges(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): readonly AddressRange[] {
  const left: AddressRange[] = []
  let next = 0
  for (const range of ranges) {
    let first = range.first
    // Those that end before this one begins are of no use to a later one either.
    while (next < others.length && isBefore(others[next], range)) next += 1
    for (let index = next; index < others.length; index += 1) {
      const other = others[index]
      if (other === undefined || other.family !== range.family || other.first > range.last) break
      if (other.first > first) left.push({ ...range, first, last: other.first - 1n })
      if (other.last >= first) first = other.last + 1n
    }
    if (first <= range.last) left.push({ ...range, first })
  }
  return left
}

/** Returns what is in both. Both are merged, and so is the result. */
export function commonRanges(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): readonly AddressRange[] {
  return withoutRanges(ranges, withoutRanges(ranges, others))
}

/** Whether `one` ends before `other` begins, IPv4 before IPv6. */
function isBefore(one: AddressRange | undefined, other: AddressRange): boolean {
  if (one === undefined) return false
  return one.family === other.family ? one.last < other.first : one.family < other.family
}

/** Returns a range as a CIDR where it is one, and else by its ends. */
export function rangeText({ family, first, last }: AddressRange): string {
  const width = family === 4 ? 32 : 128
  const size = last - first + 1n
  const bits = size.toString(2).length - 1
  const start = addressText(family, first)
  if (first === last) return start
  const isCidr = size === 1n << BigInt(bits) && first % size === 0n
  return isCidr ? `${start}/${width - bits}` : `${start} to ${addressText(family, last)}`
}

function addressText(family: 4 | 6, value: bigint): string {
  const { fromByteArray } = addresses()
  const length = family === 4 ? 4 : 16
  const bytes = Array.from({ length }, (_, index) =>
    Number((value >> BigInt(8 * (length - 1 - index))) & 255n),
  )
  return fromByteArray(bytes).toString()
}

/** The addresses of IPv6 that stand for those of IPv4: `::ffff:192.0.2.1` for `192.0.2.1`. */
export const mappedStart = 0xffff_0000_0000n

/** Returns the addresses of IPv6 that stand for a range of IPv4. */
export function mapped({ first, last }: AddressRange): AddressRange {
  return { family: 6, first: mappedStart + first, last: mappedStart + last }
}

let loaded: typeof import('ipaddr.js') | undefined

/** Loaded when the first range asks for it: 10 ms that most machines need not spend. */
function addresses(): typeof import('ipaddr.js') {
  loaded ??= createRequire(import.meta.url)('ipaddr.js') as typeof import('ipaddr.js')
  return loaded
}
