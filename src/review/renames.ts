import { replaceSlug } from '../dialects/replace-slug.ts'
import type { ReviewedBottle, ReviewedTree } from './tree.ts'

/** Each of the new is held against each of the removed; past this many the rest count as others. */
const mostPairs = 250_000
/** The length of a Smolfile that counts as one; a longer one takes the time of several. */
const usualLength = 4_000

/**
 * The bottles that were removed and those that were added, paired where they differ by what follows from
 * the slug alone: new slug to old.
 */
export function findRenames(
  before: ReviewedTree,
  after: ReviewedTree,
): ReadonlyMap<string, string> {
  const removed = [...before.values()].filter(({ slug }) => !after.has(slug)).sort(bySlug)
  const added = [...after.values()]
    .filter(({ slug, stray }) => !before.has(slug) && !stray)
    .sort(bySlug)
  const renames = new Map<string, string>()
  let pairs = 0
  for (const bottle of added) {
    pairs += removed.length * Math.max(1, bottle.text.length / usualLength)
    if (pairs > mostPairs) break
    const index = removed.findIndex((old) => isRenamed(old, bottle))
    const [old] = index === -1 ? [] : removed.splice(index, 1)
    if (old !== undefined) renames.set(bottle.slug, old.slug)
  }
  return renames
}

function isRenamed(before: ReviewedBottle, after: ReviewedBottle): boolean {
  if (before.dialect !== after.dialect) return false
  return isSame(before.document, after.document, (a, b) => {
    return replaceSlug(a, before.slug) === replaceSlug(b, after.slug)
  })
}

function isSame(a: unknown, b: unknown, isSameText: (a: string, b: string) => boolean): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return isSameText(a, b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [had, has] = [Object.entries(a), Object.entries(b)]
  if (had.length !== has.length || Array.isArray(a) !== Array.isArray(b)) return false
  return had.every(([key, value]) => {
    const other = Object.hasOwn(b, key) ? (b as Readonly<Record<string, unknown>>)[key] : undefined
    return isSame(value, other, isSameText)
  })
}

function bySlug(a: ReviewedBottle, b: ReviewedBottle): number {
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0
}
