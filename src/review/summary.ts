import type { BottleReview, Finding, IsolationClass, Review } from './finding.ts'
import { isolationClasses } from './finding.ts'

/** The number of findings of each class, and of bottles in each state. */
export type Summary = Readonly<Record<IsolationClass | BottleReview['state'], number>>

export function summarize({ bottles, configuration }: Review): Summary {
  const counts = {
    widens: 0,
    narrows: 0,
    inside: 0,
    neutral: 0,
    added: 0,
    removed: 0,
    renamed: 0,
    changed: 0,
    unchanged: 0,
  }
  for (const { state, findings } of bottles) {
    counts[state]++
    for (const finding of findings) counts[finding.class]++
  }
  for (const finding of configuration?.findings ?? []) counts[finding.class]++
  return counts
}

/** The bottles that are not as they were: first those of which a change widens, then by slug. */
export function byUrgency({ bottles }: Review): readonly BottleReview[] {
  return bottles
    .filter(({ state }) => state !== 'unchanged')
    .sort((a, b) => urgency(a) - urgency(b))
}

/** Findings that say the same for the same reason, to be shown together. */
export interface FindingGroup {
  readonly class: IsolationClass
  readonly reason: string
  readonly note?: string
  readonly findings: readonly Finding[]
}

/** The findings in groups: first what widens, then in the order of the Smolfile. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  // A hostile tree has tens of thousands: a list that is copied for each would take minutes.
  const groups = new Map<string, FindingGroup & { readonly findings: Finding[] }>()
  for (const finding of findings) {
    const { class: isolationClass, reason, note } = finding
    const key = `${isolationClass} ${reason}`
    const known = groups.get(key)
    if (known !== undefined) {
      known.findings.push(finding)
      continue
    }
    const more = note === undefined ? {} : { note }
    groups.set(key, { class: isolationClass, reason, findings: [finding], ...more })
  }
  return [...groups.values()].sort((a, b) => rank(a) - rank(b))
}

/** The rank of the worst finding: the lower, the sooner it must be seen. */
export function urgency({ findings }: Pick<BottleReview, 'findings'>): number {
  return findings.reduce((first, each) => Math.min(first, rank(each)), isolationClasses.length)
}

function rank(each: { readonly class: IsolationClass }): number {
  return isolationClasses.indexOf(each.class)
}
