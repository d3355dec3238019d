import type { Problem } from '../../diagnostic/problem.ts'
import { count, cut, escapeControls } from '../../diagnostic/text.ts'
import type { PolicyFile } from '../../evaluate/policies.ts'
import type { Reported } from '../../evaluate/sandbox/protocol.ts'
import { authoredSetting } from '../bottle-reach.ts'
import type { Bottle } from '../validate.ts'

/** What a policy has found in a bottle. */
export type PolicyProblem = Problem<PolicyFile['name']>

/** The reports of one policy on one bottle that are told one by one. */
const mostTold = 100
const longestMessage = 500
const longestPath = 200

/** Reads the reports of one policy on one bottle. All of their texts are untrusted. */
export function problemsOf(
  { name: code, severity }: PolicyFile,
  bottle: Bottle,
  reports: readonly Reported[],
): readonly PolicyProblem[] {
  const all = new Map(
    reports.map(([, path, message, hint]): [string, PolicyProblem] => {
      const problem = {
        code,
        severity,
        path: pathOf(bottle, path),
        message: shown(message),
        ...(hint === '' ? {} : { hint: shown(hint) }),
      }
      return [JSON.stringify(problem), problem]
    }),
  )
  const problems = [...all.values()]
  const [next, ...more] = problems.slice(mostTold)
  if (next === undefined) return problems
  const message = `there are ${count(more.length + 1, 'more problem')} of this bottle`
  return [...problems.slice(0, mostTold), { ...next, message }]
}

/** The setting as the author of the bottle knows it; what is of none is of the bottle. */
function pathOf(bottle: Bottle, path: string): string {
  const text = cut(path.toWellFormed(), longestPath)
  return text === '' ? 'slug' : authoredSetting(bottle, text)
}

function shown(text: string): string {
  const line = text.toWellFormed().trim()
  return line === '' ? 'no message' : escapeControls(cut(line, longestMessage))
}
