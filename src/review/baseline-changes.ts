import { groupBy } from '../diagnostic/group-by.ts'
import { count } from '../diagnostic/text.ts'
import type { BaselineEntry } from '../project/baseline/baseline.ts'
import { baselineName } from '../project/baseline/baseline.ts'
import { moreOf } from '../project/baseline/update-baseline.ts'
import type { Finding } from './finding.ts'

/** The changes of a baseline, by code. What it takes in does not fail any more, as if it was accepted. */
export function reviewBaseline(
  before: readonly BaselineEntry[],
  after: readonly BaselineEntry[],
): readonly Finding[] {
  const place = { slug: '', setting: 'baseline', origin: { file: baselineName } }
  const added = [...groupBy(moreOf(after, before), ({ code }) => code)].map(
    ([code, entries]): Finding => ({
      ...place,
      path: `baseline.${code}`,
      change: 'added',
      after: textOf(entries),
      class: 'widens',
      reason: 'warnings of bottles do not fail any more',
    }),
  )
  const removed = [...groupBy(moreOf(before, after), ({ code }) => code)].map(
    ([code, entries]): Finding => ({
      ...place,
      path: `baseline.${code}`,
      change: 'removed',
      before: textOf(entries),
      class: 'narrows',
      reason: 'warnings of bottles fail again',
    }),
  )
  return [...added, ...removed]
}

function textOf(entries: readonly BaselineEntry[]): string {
  const total = entries.reduce((sum, each) => sum + each.count, 0)
  const [{ bottle, at } = { bottle: '', at: undefined }] = entries
  const where = at === undefined ? bottle : `${bottle} at ${at}`
  return total === 1 ? where : `${count(total, 'warning')}, such as ${where}`
}
