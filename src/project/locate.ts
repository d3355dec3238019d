import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import type { BottleProblem } from './validate.ts'

/** The places of problems that have been looked up before. */
export type KnownPlaces = WeakMap<BottleProblem, Origin>

/** The problems with the places that they are about, which are looked up for these alone. */
export async function locateProblems(
  sandbox: Sandbox,
  problems: readonly BottleProblem[],
  known: KnownPlaces,
): Promise<readonly Diagnostic[]> {
  const open = problems.flatMap((problem) =>
    problem.call === undefined || known.has(problem) ? [] : [{ problem, call: problem.call }],
  )
  const files = new Set(open.map(({ problem }) => problem.file))
  const origins = await sandbox.locate(
    [...files],
    open.map(({ call }) => call),
  )
  for (const [index, { problem }] of open.entries()) {
    const origin = origins[index]
    if (origin !== undefined) known.set(problem, origin)
  }
  const located = problems.map((problem) => {
    return { problem, origin: known.get(problem) ?? { file: problem.file } }
  })
  const byMatter = new Map<string, typeof located>()
  for (const each of located) {
    const { matter } = each.problem
    if (matter !== undefined) byMatter.set(matter, [...(byMatter.get(matter) ?? []), each])
  }
  return located.map(({ problem, origin }) => {
    const { code, severity, message, slug, path, matter } = problem
    const others = (byMatter.get(matter ?? '') ?? [])
      .filter((other) => other.problem !== problem)
      .map((other) => [other.origin.file, other.origin.line, other.origin.column].join(':'))
    const hint = others.length > 0 ? `also at ${others.join(', ')}` : problem.hint
    return { code, severity, message, slug, path, origin, ...(hint === undefined ? {} : { hint }) }
  })
}
