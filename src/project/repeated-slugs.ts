import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { count, escapeControls, quote } from '../diagnostic/text.ts'
import { callOf } from '../evaluate/definition.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import { isFleetFile } from '../evaluate/subject.ts'
import type { BottleProblem } from './validate.ts'

/** Most other files that one error names. */
const mostOthers = 20

/** What is wrong with bottles that share a slug: they would write the same Smolfile. */
export interface RepeatedSlugs {
  /** An error at each of the files, where each of them defines one bottle. */
  readonly diagnostics: readonly Diagnostic[]
  /** An error at each of the bottles, where some are of a fleet and have a place in their file. */
  readonly problems: readonly BottleProblem[]
}

/**
 * Finds the bottles that share a slug. None of them is better than another, whichever was there first.
 *
 * @param definitions The definitions of bottles of fleets.
 */
export function repeatedSlugs(
  bottles: readonly BottleFile[],
  definitions: readonly Evaluated[],
): RepeatedSlugs {
  const diagnostics: Diagnostic[] = []
  const problems: BottleProblem[] = []
  for (const [slug, sharers] of groupBy(bottles, (each) => each.slug)) {
    if (sharers.length < 2) continue
    const files = new Set(sharers.map(({ file }) => file))
    const isOfFleet = [...files].some(isFleetFile)
    const hint = `a slug is unique in the project, whatever the folder; rename one ${isOfFleet ? 'bottle' : 'file'}`
    for (const file of files) {
      const message = messageOf(slug, file, files, sharers.length)
      if (!isOfFleet) {
        diagnostics.push(diagnosticOf('BW003', message, { slug, origin: { file }, hint }))
        continue
      }
      const problem = {
        ...errorAt('BW003', 'slug', message, hint),
        file,
        slug,
        matter: `BW003 ${slug}`,
      }
      const members = definitions.filter((each) => each.file === file && each.slug === slug)
      const calls = isFleetFile(file)
        ? members.map(({ definition }) => callOf(definition, 'slug'))
        : [undefined]
      problems.push(...calls.map((call) => ({ ...problem, call })))
    }
  }
  return { diagnostics, problems }
}

function messageOf(
  slug: string,
  file: string,
  files: ReadonlySet<string>,
  sharers: number,
): string {
  const others = [...files].filter((other) => other !== file)
  if (others.length === 0)
    return `the slug ${quote(slug)} is that of ${sharers} bottles of this fleet`
  const rest = others.length - mostOthers
  const named = others.slice(0, mostOthers).map(escapeControls).join(', ')
  const more = rest > 0 ? ` and ${count(rest, 'more file')}` : ''
  return `the slug ${quote(slug)} is also that of ${named}${more}`
}
