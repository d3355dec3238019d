import { groupBy } from '../../diagnostic/group-by.ts'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { callOf } from '../../evaluate/definition.ts'
import type { PolicyFile } from '../../evaluate/policies.ts'
import type { AcceptedProblem } from '../acceptance.ts'
import { accepts, notAcknowledgeable, voidAcceptance } from '../acceptance.ts'
import type { Bottle, BottleProblem } from '../validate.ts'
import { isRule } from '../validate.ts'
import type { JudgedCandidate } from './judge-bottles.ts'
import type { PolicyProblem } from './reports.ts'

/** A policy that has judged, or would have if all bottles had been looked at. */
export interface JudgingPolicy {
  readonly policy: PolicyFile
  /** Whether it has judged. */
  readonly hasJudged: boolean
  /** Whether what a bottle accepts of it counts. */
  accepts(bottle: Bottle, accepted: AcceptedProblem): boolean
}

/** One bottle after the policies, with what is wrong with it. */
export interface SettledProblems {
  readonly bottle: Bottle
  readonly problems: readonly BottleProblem[]
}

/** Sorts what policies have found in a bottle into what stays open and what its author accepts. */
export function settle(
  { bottle, definition: { definition } }: JudgedCandidate,
  found: readonly PolicyProblem[],
  policies: ReadonlyMap<string, JudgingPolicy>,
): SettledProblems {
  const { slug, source: file, acknowledged } = bottle
  const rules = acknowledged.filter(({ code }) => isRule(code))
  if (rules.length === 0 && found.length === 0) return { bottle, problems: [] }
  const at = (problem: Problem | PolicyProblem): BottleProblem => {
    return { ...problem, file, slug, call: callOf(definition, problem.path) }
  }
  const isCounted = (accepted: AcceptedProblem) =>
    policies.get(accepted.code)?.accepts(bottle, accepted) ?? false
  const isAcknowledgeable = (code: string) => policies.get(code)?.policy.acknowledgeable ?? false
  // A manifest says what its bottle alone decides: one shard writes it, and knows of no other.
  const isOfFleet = (code: string) => policies.get(code)?.policy.judges === 'fleet'
  const isAccepted = (problem: PolicyProblem) =>
    isAcknowledgeable(problem.code) &&
    rules.some((accepted) => accepts(accepted, problem) && isCounted(accepted))
  const byCode = groupBy(found, ({ code }) => code as string)
  const objections = rules.map((accepted) => {
    const { code } = accepted
    const raised = byCode.get(code)?.some((problem) => accepts(accepted, problem)) ?? false
    return { accepted, objection: objectionTo(accepted, raised, policies.get(code), isCounted) }
  })
  const problems = objections.flatMap(({ accepted: { code, reason }, objection }) => {
    if (objection === undefined) return []
    const call = definition.acknowledged.find(
      (each) => each.code === code && each.reason === reason,
    )
    const made = call === undefined ? undefined : definition.calls[call.call]
    return [{ ...objection, file, slug, call: made ?? callOf(definition, 'slug') }]
  })
  const dropped = new Set(
    objections.flatMap(({ accepted, objection }) => {
      const isVoid =
        objection?.code === 'BW034' || (objection?.code === 'BW035' && !isOfFleet(accepted.code))
      return isVoid ? [accepted] : []
    }),
  )
  return {
    bottle:
      dropped.size === 0
        ? bottle
        : { ...bottle, acknowledged: acknowledged.filter((each) => !dropped.has(each)) },
    problems: [
      ...found
        .filter((problem) => !isAccepted(problem))
        .map((problem) => {
          const isBinding = !isAcknowledgeable(problem.code)
          return { ...at(problem), ...(isBinding ? { isBinding } : {}) }
        }),
      ...problems,
    ],
  }

  function objectionTo(
    accepted: AcceptedProblem,
    raised: boolean,
    judging: JudgingPolicy | undefined,
    counts: (accepted: AcceptedProblem) => boolean,
  ): Problem | undefined {
    if (!isAcknowledgeable(accepted.code)) {
      return notAcknowledgeable(accepted.code, [...policies.keys()].filter(isAcknowledgeable))
    }
    if (!raised) return judging?.hasJudged === true ? voidAcceptance(accepted) : undefined
    return counts(accepted) ? undefined : newAcceptance(accepted)
  }
}

function newAcceptance({ code, at }: AcceptedProblem): Problem {
  const where = at === undefined ? '' : ` at ${at}`
  const message = `the acknowledgement of ${code}${where} is not in the manifest of the base, or was of another value`
  const hint = 'whoever answers for the policies can let it count with --accept-new'
  return errorAt('BW163', 'acknowledged', message, hint)
}
