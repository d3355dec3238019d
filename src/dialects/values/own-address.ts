import { createHash } from 'node:crypto'
import { quote } from '../../diagnostic/text.ts'

/** Addresses of the host's loopback, of which each bottle has one for its gateway. */
export interface OwnRange {
  readonly first: number
  /** The number of addresses. */
  readonly size: number
}

const loopback = 127 * 2 ** 24
/** 127.0.0.0/16, where services of the host listen: on 127.0.0.1, and 127.0.0.53. */
const afterServices = loopback + 2 ** 16
/** The broadcast address: who listens there is reached by nobody. */
const last = loopback + 2 ** 24 - 2

const allowed = 'one IPv4 address in 127.0.0.0/8 and outside 127.0.0.0/16, such as 127.77.0.5'

/** Where addresses are taken from when the project names no range: 127.77.0.0/16. */
export const usualAddresses: OwnRange = { first: loopback + 77 * 2 ** 16, size: 2 ** 16 }

/** What is wrong with the address of a gateway; undefined when nothing is. */
export function wrongOwnAddress(text: string): string | undefined {
  const address = numberOf(text)
  if (address !== undefined && afterServices <= address && address <= last) return undefined
  return `the address is ${quote(text)}; it must be ${allowed}`
}

/** The words for the ranges that {@link parseOwnRange} takes. */
export const allowedRange =
  'a range of IPv4 addresses in 127.0.0.0/8 and outside 127.0.0.0/16, such as "127.77.0.0/16"'

/** The range that `text` is, in its one form; undefined when it may hold what is not a bottle's. */
export function parseOwnRange(text: string): OwnRange | undefined {
  const [, base = '', bits = ''] = /^([\d.]+)\/([1-9]\d?)$/.exec(text) ?? []
  const first = numberOf(base)
  const length = Number(bits)
  if (first === undefined || length < 8 || length > 32) return undefined
  const size = 2 ** (32 - length)
  if (first % size !== 0 || first < afterServices || first + size > last + 2) return undefined
  // What nobody can reach is at the end of one range alone.
  const usable = Math.min(size, last + 1 - first)
  return usable === 0 ? undefined : { first, size: usable }
}

/** The address that the slug has in the range: from nothing else, so the same source gives it again. */
export function addressOf(slug: string, range: OwnRange): string {
  return textOf(range.first + (placeOf(slug) % range.size))
}

/** A free address for the slug: the next one that nobody uses; undefined when all are taken. */
export function freeAddress(
  slug: string,
  range: OwnRange,
  isTaken: (address: string) => boolean,
): string | undefined {
  const start = placeOf(slug)
  for (let step = 0; step < Math.min(range.size, mostTried); step++) {
    const address = textOf(range.first + ((start + step) % range.size))
    if (!isTaken(address)) return address
  }
  return undefined
}

const mostTried = 100_000

function placeOf(slug: string): number {
  return createHash('sha256').update(slug).digest().readUIntBE(0, 6)
}

/** The number that an address stands for, in the one spelling that it has. */
function numberOf(text: string): number | undefined {
  const parts = text.split('.')
  const isCanonical = parts.every((each) => /^(?:0|[1-9]\d{0,2})$/.test(each) && Number(each) < 256)
  if (parts.length !== 4 || !isCanonical) return undefined
  return parts.reduce((sum, each) => sum * 256 + Number(each), 0)
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.')
}
