import type { AddressRange } from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'

/** Entries that are cut to what is new of them: each takes as many steps as there are others. */
const mostCut = 200

/** Returns what of `ranges`, addresses by ports, is in none of the others; of very many, the entries. */
export function portsBeyond(
  ranges: readonly AddressPorts[],
  whole: readonly AddressRange[],
  others: readonly AddressPorts[],
): readonly AddressPorts[] {
  const key = ({ family, first, last, ports }: AddressPorts) =>
    `${family} ${first} ${last} ${ports.first} ${ports.last}`
  const had = new Set(others.map(key))
  const left = ranges.filter((each) => !had.has(key(each)))
  if (left.length > mostCut || others.length > mostCut) return left
  return portsWithout(left, [...whole.map(allPorts), ...others])
}

/** Returns the parts of `ranges`, addresses by ports, that are in none of `others`. */
function portsWithout(
  ranges: readonly AddressPorts[],
  others: readonly AddressPorts[],
): readonly AddressPorts[] {
  return others.reduce<readonly AddressPorts[]>(
    (left, other) => left.flatMap((range) => cut(range, other)),
    ranges,
  )
}

/** The up to four parts of `range` around what `other` has of it. */
function cut(range: AddressPorts, other: AddressPorts): readonly AddressPorts[] {
  const first = range.first > other.first ? range.first : other.first
  const last = range.last < other.last ? range.last : other.last
  const low = Math.max(range.ports.first, other.ports.first)
  const high = Math.min(range.ports.last, other.ports.last)
  if (range.family !== other.family || first > last || low > high) return [range]
  const middle = { ...range, first, last }
  return [
    ...(range.first < first ? [{ ...range, last: first - 1n }] : []),
    ...(range.last > last ? [{ ...range, first: last + 1n }] : []),
    ...(range.ports.first < low
      ? [{ ...middle, ports: { first: range.ports.first, last: low - 1 } }]
      : []),
    ...(range.ports.last > high
      ? [{ ...middle, ports: { first: high + 1, last: range.ports.last } }]
      : []),
  ]
}

function allPorts(range: AddressRange): AddressPorts {
  return { ...range, ports: { first: 1, last: 65_535 } }
}
