import { everyAddress } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { commonRanges, mapped, rangeText, withoutRanges } from '../dialects/values/addresses.ts'
import { otherHosts, privateHosts } from './own-addresses.ts'

type Ranges = readonly AddressRange[]

/** Whether every address of `ranges` is in one of `others`; both are merged. */
export function isCovered(ranges: Ranges, others: Ranges): boolean {
  return withoutRanges(ranges, others).length === 0
}

/** Returns merged ranges in words: what is open, or what alone is not. */
export function rangeWords(ranges: Ranges): string {
  const texts = ([4, 6] as const).map((family) => familyWords(ranges, family))
  const isList = texts.every((text) => !text.includes(' but '))
  return texts.filter((text) => text !== '').join(isList ? ', ' : '; ')
}

const mappedBlock: AddressRange = mapped({ family: 4, first: 0n, last: (1n << 32n) - 1n })

/**
 * The same of one family; empty when none of it is open. Addresses of IPv6 that stand for those of
 * IPv4 are left out where these are open as well: they are the same hosts.
 */
export function familyWords(ranges: Ranges, family: 4 | 6): string {
  const four = ranges.filter((range) => range.family === 4)
  const own = ranges.filter((range) => range.family === 6)
  if (family === 4) return ownWords(four, everyAddress.slice(0, 1))
  const all = withoutRanges(everyAddress.slice(1), [mappedBlock])
  const standing = withoutRanges(commonRanges(own, [mappedBlock]), four.map(mapped))
  const words = ownWords(withoutRanges(own, [mappedBlock]), all)
  return [words, ...standing.map(rangeText)].filter((text) => text !== '').join(', ')
}

function ownWords(open: Ranges, all: Ranges): string {
  const closed = withoutRanges(all, open)
  if (closed.length === 0) return `every IPv${all[0]?.family} address`
  if (closed.length >= open.length) return open.map(rangeText).join(', ')
  return `every IPv${all[0]?.family} address but ${closed.map(rangeText).join(', ')}`
}

/** What is open of the addresses that a name may answer. */
export interface OpenAnswers {
  /** Whether any is. */
  readonly isAny: boolean
  readonly isAnyPublic: boolean
  readonly isEvery: boolean
  readonly isEveryPublic: boolean
  /** The private ones that are. */
  readonly privateWords: string
  /** What has to be true of an answer, or what is to be known of it. */
  readonly words: string
}

/** Sorts out which answers of a name are reached, when `open` is. */
export function openAnswers(open: Ranges): OpenAnswers {
  const closed = withoutRanges(otherHosts(), open)
  const isEvery = closed.length === 0
  const isEveryPublic = isCovered(closed, privateHosts())
  const answered = commonRanges(otherHosts(), open)
  const isAny = answered.length > 0
  const isAnyPublic = !isCovered(answered, privateHosts())
  const privateWords = rangeWords(commonRanges(privateHosts(), open))
  const words = (): string => {
    if (isEvery) return 'a private address that it answers is reached as well'
    if (!isAny) return 'nothing that it may answer is open'
    if (!isEveryPublic) {
      return `reached is what it answers of ${rangeWords(answered)}`
    }
    if (privateWords === '') return 'a private address that it answers stays closed'
    return `of private addresses that it answers, open are ${privateWords}`
  }
  return { isAny, isAnyPublic, isEvery, isEveryPublic, privateWords, words: words() }
}
