import type { IndexedCandidate, JudgedCandidate } from './judge-bottles.ts'
import { judgeFleet } from './judge-bottles.ts'
import type { PolicyOutcome, PolicySet } from './policy-set.ts'
import { placed, rulesOf } from './policy-set.ts'
import { problemsOf } from './reports.ts'
import type { JudgingPolicy } from './settle.ts'
import { settle } from './settle.ts'

/**
 * Has the policies of all bottles judge an index of them. What the others say, and whether what a
 * bottle accepts can be accepted at all, was said where each bottle was looked at.
 *
 * @param candidatesOf Gives the bottles of these slugs, as far as they are good.
 */
export async function judgeIndexBy(
  sets: readonly PolicySet[],
  index: readonly IndexedCandidate[],
  candidatesOf: (slugs: ReadonlySet<string>) => Promise<readonly JudgedCandidate[]>,
): Promise<PolicyOutcome> {
  const judged = await Promise.all(
    sets.map(async (set) => {
      return { set, ...(await judgeFleet(set.sandbox, set.policies, index)) }
    }),
  )
  const policies = new Map<string, JudgingPolicy>(
    sets.flatMap(({ policies: all, accepts }) =>
      all
        .filter(({ judges }) => judges === 'fleet')
        .map((policy) => [policy.name, { policy, hasJudged: true, accepts }] as const),
    ),
  )
  const slugs = new Set([
    ...judged.flatMap(({ reports }) => [...reports.keys()]),
    ...index.filter(({ accepts }) => accepts).map(({ slug }) => slug),
  ])
  const candidates = slugs.size === 0 ? [] : await candidatesOf(slugs)
  const problems = candidates.flatMap(({ bottle, definition }) => {
    const found = judged.flatMap(({ set, reports }) =>
      set.policies.flatMap((policy) =>
        problemsOf(policy, bottle, reports.get(bottle.slug)?.get(policy.file) ?? []),
      ),
    )
    const acknowledged = bottle.acknowledged.filter(({ code }) => policies.has(code))
    return settle({ bottle: { ...bottle, acknowledged }, definition }, found, policies).problems
  })
  return {
    bottles: [],
    problems: problems.filter(({ code }) => code !== 'BW034'),
    diagnostics: judged.flatMap(({ set, failures }) =>
      [...set.evaluated.diagnostics, ...failures].map((each) => placed(each, set.called)),
    ),
    printed: judged.flatMap(({ set, printed }) => [...set.evaluated.printed, ...printed]),
    skipped: [],
    rules: rulesOf(sets),
  }
}
