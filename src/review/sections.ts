import type { BottleReview, Finding, Review } from './finding.ts'
import { byUrgency, urgency } from './summary.ts'

/** A part of the review as it is shown: bottles, and the findings that all of them have. */
export interface Section {
  readonly bottles: readonly [BottleReview, ...(readonly BottleReview[])]
  readonly findings: readonly Finding[]
}

/**
 * The review in sections, first those in which something widens, then those of many bottles. What is
 * equal but for the bottle, at one place of the source or at none that is known, is one finding in a
 * section of all its bottles; the rest is in sections of one bottle each.
 */
export function sectionsOf(review: Review): readonly Section[] {
  const sections = new Map<string, Section & { readonly findings: Finding[] }>()
  for (const { finding, bottles, key } of sharedFindings(byUrgency(review))) {
    const known = sections.get(key)
    if (known === undefined) sections.set(key, { bottles, findings: [finding] })
    else known.findings.push(finding)
  }
  const isAlone = ({ bottles }: Section) => Number(bottles.length === 1)
  return [...sections.values()].sort((a, b) => urgency(a) - urgency(b) || isAlone(a) - isAlone(b))
}

/** A finding with its bottles, which `key` stands for. */
interface SharedFinding {
  readonly finding: Finding
  readonly bottles: [BottleReview, ...BottleReview[]]
  key: string
}

function sharedFindings(bottles: readonly BottleReview[]): Iterable<SharedFinding> {
  const shared = new Map<string, SharedFinding>()
  for (const [index, bottle] of bottles.entries()) {
    // What a bottle has twice is no finding of two bottles.
    const seen = new Map<string, number>()
    for (const finding of bottle.findings) {
      const same = sameness(finding)
      const times = (seen.get(same) ?? 0) + 1
      seen.set(same, times)
      const known = shared.get(`${times} ${same}`)
      if (known === undefined) {
        shared.set(`${times} ${same}`, { finding, bottles: [bottle], key: String(index) })
      } else {
        known.bottles.push(bottle)
        known.key += ` ${index}`
      }
    }
  }
  return shared.values()
}

/** What two findings have in common that are shown as one. */
function sameness(finding: Finding): string {
  const { setting, path, change, before, after, class: isolationClass, reason, note } = finding
  const { origin, announced = [] } = finding
  const values = JSON.stringify({ before, after })
  // The text that is left out of one must be left out of the other.
  const secrets = announced.filter((each) => values.includes(JSON.stringify(each).slice(1, -1)))
  const place = [origin?.file, origin?.line, origin?.column]
  return JSON.stringify([
    setting,
    path,
    change,
    values,
    isolationClass,
    reason,
    note,
    place,
    secrets,
  ])
}
