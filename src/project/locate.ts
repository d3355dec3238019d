import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { quote } from '../diagnostic/text.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import { isFleetFile } from '../evaluate/subject.ts'
import type { BottleProblem } from './validate.ts'

/** The most other places that a problem names: thousands may share one matter. */
const mostOthers = 20

/** The places of problems that have been looked up before. */
export type KnownPlaces = WeakMap<BottleProblem, Origin>

/** The problems with the places that they are about, which are looked up for these alone. */
export async function locateProblems(
  sandbox: Sandbox,
  problems: readonly BottleProblem[],
  known: KnownPlaces,
): Promise<readonly Diagnostic[]> {
  const open = problems.flatMap((problem) => {
    const { file, call } = problem
    return call === undefined || known.has(problem) ? [] : [{ problem, file, call }]
  })
  const origins = await sandbox.locate(open)
  for (const [index, { problem }] of open.entries()) {
    const origin = origins[index]
    if (origin !== undefined) known.set(problem, origin)
  }
  const located = problems.map((problem) => {
    return { problem, origin: known.get(problem) ?? { file: problem.file } }
  })
  const byMatter = groupBy(located, ({ problem }) => problem.matter)
  return located.map(({ problem, origin }) => {
    const { code, severity, slug, path, matter, isBinding } = problem
    // The place of a problem does not say of which bottle it is where one call makes many.
    const isOfFleet = isFleetFile(problem.file)
    const message = isOfFleet ? `${quote(slug)}: ${problem.message}` : problem.message
    const all = (matter === undefined ? undefined : byMatter.get(matter)) ?? []
    const others = all
      .slice(0, mostOthers + 1)
      .filter((other) => other.problem !== problem)
      .slice(0, mostOthers)
      .map((other) => placeOf(other.origin))
    const rest = all.length - 1 - others.length
    const places = rest > 0 ? [...others, `${rest} more places`] : others
    const also = places.length > 0 ? [`also at ${places.join(', ')}`] : []
    const hints = [...(problem.hint === undefined ? [] : [problem.hint]), ...also]
    const more = {
      ...(hints.length === 0 ? {} : { hint: hints.join('; ') }),
      ...(matter === undefined ? {} : { matter }),
      ...(isBinding === true ? { isBinding } : {}),
    }
    return { code, severity, message, slug, path, origin, ...more }
  })
}

/** `file:line:column`, as far as it is known. */
function placeOf({ file, line, column }: Origin): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
