import type { Finding, Review } from '../finding.ts'
import { maskChange } from '../masking.ts'
import { sectionsOf } from '../sections.ts'
import { cautionText } from '../shown.ts'
import { byUrgency, summarize } from '../summary.ts'

/**
 * The review as data of JSON. The form is stable: keys are added, and none is taken away or given
 * another meaning.
 *
 * - `summary`: numbers of findings (`widens`, `narrows`, `inside`, `neutral`) and of bottles (`added`,
 *   `removed`, `renamed`, `changed`, `unchanged`).
 * - `bottles`: those that are not unchanged, the ones with widening findings first. A renamed one
 *   has its old slug in `from`.
 * - `shared`: what several bottles have alike at one place of the source, each once; absent where there
 *   is none. It stands with each of them as well.
 * - `configuration`: the file of the project's configuration and its findings, when it has changed.
 * - A finding's `before` and `after` are values of the Smolfile, absent where there was nothing,
 *   and `null` for a variable that has a name and no value. Secrets in plain text are left out.
 */
export function reviewAsJson(review: Review) {
  const { configuration } = review
  const shared = sharedAsJson(review)
  return {
    summary: summarize(review),
    ...(configuration === undefined
      ? {}
      : {
          configuration: {
            file: configuration.file,
            findings: configuration.findings.map(findingAsJson),
          },
        }),
    bottles: byUrgency(review).map((bottle) => {
      const { slug, state, from, dialect, findings } = bottle
      const caution = cautionText([bottle])
      return {
        slug,
        state,
        ...(from === undefined ? {} : { from }),
        ...(dialect === undefined ? {} : { dialect }),
        ...(caution === undefined ? {} : { caution }),
        findings: findings.map(findingAsJson),
      }
    }),
    ...(shared.length === 0 ? {} : { shared }),
  }
}

function sharedAsJson(review: Review) {
  return sectionsOf(review)
    .filter(({ bottles }) => bottles.length > 1)
    .flatMap(({ bottles, findings }) => {
      const slugs = bottles.map(({ slug }) => slug)
      return findings.map((finding) => {
        const { slug: _, ...rest } = findingAsJson(finding)
        return { slugs, ...rest }
      })
    })
}

function findingAsJson(finding: Finding) {
  const { slug, change, class: isolationClass, reason, note, origin } = finding
  const { path, ...values } = maskChange(finding)
  return {
    slug,
    path,
    change,
    ...values,
    class: isolationClass,
    reason,
    ...(note === undefined ? {} : { note }),
    ...(origin === undefined ? {} : { file: origin.file }),
    ...(origin?.line === undefined ? {} : { line: origin.line }),
    ...(origin?.column === undefined ? {} : { column: origin.column }),
  }
}
