import { everyAddress } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { commonRanges, rangeText, withoutRanges } from '../dialects/values/addresses.ts'
import { otherHosts, privateHosts } from './own-addresses.ts'

type Ranges = readonly AddressRange[]

/** Whether every address of `ranges` is in one of `others`; both are merged. */
export function isCovered(ranges: Ranges, others: Ranges): boolean {
  return withoutRanges(ranges, others).length === 0
}

/** Returns merged ranges in words, a text a family: what is open, or what alone is not. */
export function rangeWords(ranges: Ranges): readonly string[] {
  return ([4, 6] as const).flatMap((family) => {
    const open = ranges.filter((range) => range.family === family)
    return open.length === 0 ? [] : [familyWords(open, family)]
  })
}

function familyWords(open: Ranges, family: 4 | 6): string {
  const all = everyAddress.filter((range) => range.family === family)
  const closed = withoutRanges(all, open)
  if (closed.length === 0) return `every IPv${family} address`
  if (closed.length >= open.length) return open.map(rangeText).join(', ')
  return `every IPv${family} address but ${closed.map(rangeText).join(', ')}`
}

/** What is open of the addresses that a name may answer. */
export interface OpenAnswers {
  /** Whether any is. */
  readonly isAny: boolean
  readonly isEvery: boolean
  readonly isEveryPublic: boolean
  /** What has to be true of an answer, or what is to be known of it. */
  readonly words: string
}

/** Sorts out which answers of a name are reached, when `open` is. */
export function openAnswers(open: Ranges): OpenAnswers {
  const closed = withoutRanges(otherHosts(), open)
  const isEvery = closed.length === 0
  const isEveryPublic = isCovered(closed, privateHosts())
  const isAny = commonRanges(otherHosts(), open).length > 0
  const openPrivate = commonRanges(privateHosts(), open)
  const words = (): string => {
    if (isEvery) return 'a private address that it answers is reached as well'
    if (!isAny) return 'nothing that it may answer is open'
    if (!isEveryPublic) {
      return `reached is what it answers of ${rangeWords(commonRanges(otherHosts(), open)).join('; ')}`
    }
    if (openPrivate.length === 0) return 'a private address that it answers stays closed'
    return `of private addresses that it answers, open are ${rangeWords(openPrivate).join('; ')}`
  }
  return { isAny, isEvery, isEveryPublic, words: words() }
}
