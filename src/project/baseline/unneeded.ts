import { hasErrors } from '../../diagnostic/diagnostic.ts'
import type { Loaded, LookOptions } from '../look.ts'
import type { BaselineEntry } from './baseline.ts'
import type { ReadBaseline } from './read-baseline.ts'

/**
 * What a baseline has more of than there is. Nothing is said of bottles that were not looked at, of
 * policies that have not judged, and where anything is wrong, or one shard alone was looked at.
 */
export function unneededIn(
  { baseline }: ReadBaseline,
  { diagnostics, bottles, settled, files, skipped }: Loaded,
  { only, slugs, shard, join, policies }: LookOptions,
): readonly BaselineEntry[] {
  if (baseline.entries.length === 0 || shard !== undefined || join !== undefined) return []
  if (hasErrors(diagnostics) || policies !== true) return []
  const known = new Set([...bottles, ...settled].map(({ slug }) => slug))
  const all = new Set([...known, ...files.map(({ slug }) => slug)])
  const silent = new Set<string>(skipped)
  const isWhole = only === undefined && slugs === undefined
  return baseline.unneeded(diagnostics, ({ bottle, code }) => {
    if (silent.has(code)) return false
    return known.has(bottle) || (isWhole && !all.has(bottle))
  })
}
