import { dialectOf } from '../dialects/dialects.ts'
import type { Part } from '../dialects/parts.ts'
import { partOf } from '../dialects/parts.ts'
import { rowAtPath } from '../dialects/rows.ts'
import type { Gate } from '../project/configuration-form.ts'
import type { BottleReview, Finding, IsolationClass, Review } from './finding.ts'
import { isolationClasses } from './finding.ts'

const gated: Readonly<Record<Gate, readonly IsolationClass[]>> = {
  widens: ['widens'],
  inside: ['widens', 'inside'],
  any: isolationClasses,
}

/**
 * Whether a review has findings to fail on.
 *
 * @param parts The parts of bottles of which findings count. Default: all.
 */
export function isGated(
  review: Review,
  failOn: Gate | undefined,
  parts?: readonly Part[],
): boolean {
  if (failOn === undefined) return false
  const counts = (finding: Finding, dialect: BottleReview['dialect']): boolean => {
    if (!gated[failOn].includes(finding.class)) return false
    const part = partOfFinding(finding, dialect)
    // What may be of any part is of those that are asked about.
    return parts === undefined || part === undefined || parts.includes(part)
  }
  const settings = review.configuration?.findings ?? []
  return (
    settings.some((finding) => counts(finding, undefined)) ||
    review.bottles.some(({ dialect, findings }) => findings.some((each) => counts(each, dialect)))
  )
}

/** The part that a finding of a bottle is of; undefined when it may be any. */
export function partOfFinding(
  { setting }: Finding,
  dialect: BottleReview['dialect'],
): Part | undefined {
  const row = dialect === undefined ? undefined : rowAtPath(dialectOf(dialect).rows, setting)
  return partOf(setting, row?.isolation)
}
