import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { count } from '../../diagnostic/text.ts'
import type { DirectPolicies } from '../../evaluate/direct-policies.ts'
import type { Evaluated, Printed } from '../../evaluate/evaluate.ts'
import { limits } from '../../evaluate/limits.ts'
import type { EvaluatedPolicies, PolicyFile } from '../../evaluate/policies.ts'
import { packWhole } from '../../evaluate/sandbox/packed-inputs.ts'
import type { Reported } from '../../evaluate/sandbox/protocol.ts'
import type { Sandbox } from '../../evaluate/sandbox/sandbox.ts'
import type { IndexedBottle } from '../../language/policy/judged.ts'
import type { Bottle } from '../validate.ts'
import { judgeOpen } from './judge-open.ts'
import { judgedBottle } from './judged-bottle.ts'

/** What each policy reports of one bottle, by the policy's file; of those that report something. */
export type ReportsByPolicy = ReadonlyMap<string, readonly Reported[]>

/** What came of judging one bottle. */
export interface BottleVerdict {
  readonly reports: ReportsByPolicy
  readonly printed: readonly string[]
}

/** The verdicts that are known already. */
export interface KnownVerdicts {
  find(candidate: JudgedCandidate): BottleVerdict | undefined
  keep(candidate: JudgedCandidate, verdict: BottleVerdict): void
}

/** A good bottle with what it was made of. */
export interface JudgedCandidate {
  readonly bottle: Bottle
  readonly definition: Evaluated
}

export interface Judgements {
  /** By slug. */
  readonly reports: ReadonlyMap<string, ReportsByPolicy>
  readonly printed: readonly Printed[]
  readonly failures: readonly Diagnostic[]
}

/** The policies that judge, and where. */
export interface JudgingSet {
  readonly sandbox: Sandbox
  /** Those of them that judge beside it. */
  readonly direct: DirectPolicies
  readonly evaluated: EvaluatedPolicies
  readonly policies: readonly PolicyFile[]
  readonly known: KnownVerdicts
}

/** Has the policies that judge one bottle at a time judge each. */
export async function judgeBottles(
  set: JudgingSet,
  candidates: readonly JudgedCandidate[],
): Promise<Judgements> {
  const { known } = set
  const files = filesOf(set.policies, 'bottle')
  const verdicts = new Map<string, BottleVerdict>()
  const open = candidates.filter((candidate) => {
    const verdict = files.length === 0 ? noVerdict : known.find(candidate)
    if (verdict !== undefined) verdicts.set(candidate.bottle.slug, verdict)
    return verdict === undefined
  })
  const given = open.map(({ bottle }) => judgedBottle(bottle))
  const { reports, printed, failures } = await judgeOpen(set, files, given)
  for (const [index, candidate] of open.entries()) {
    const verdict = { reports: said(files, reports[index]), printed: printed[index] ?? [] }
    verdicts.set(candidate.bottle.slug, verdict)
    if (failures.length === 0) known.keep(candidate, verdict)
  }
  return {
    reports: new Map([...verdicts].map(([slug, verdict]) => [slug, verdict.reports])),
    printed: [...verdicts].flatMap(([slug, { printed: lines }]) =>
      lines.length === 0 ? [] : [{ slug, lines }],
    ),
    failures,
  }
}

/** A bottle as policies of all bottles see it. */
export interface IndexedCandidate extends IndexedBottle {
  /** Whether it accepts something of such a policy. */
  readonly accepts: boolean
}

/** What policies of all bottles are given of good bottles. */
export function indexOf(
  policies: readonly PolicyFile[],
  candidates: readonly JudgedCandidate[],
): readonly IndexedCandidate[] {
  const names = new Set<string>(policies.map(({ name }) => name))
  return candidates.map(({ bottle }) => {
    const { slug, source, reach, acknowledged } = judgedBottle(bottle)
    return { slug, source, reach, accepts: acknowledged.some(({ code }) => names.has(code)) }
  })
}

/** Has the policies that judge all bottles together judge them. */
export async function judgeFleet(
  sandbox: Sandbox,
  policies: readonly PolicyFile[],
  index: readonly IndexedBottle[],
): Promise<Judgements> {
  const files = filesOf(policies, 'fleet')
  if (files.length === 0) return noJudgements
  if (index.length > limits.fleetBottles) {
    const message = `there are ${count(index.length, 'bottle')}; a policy of all bottles is given at most ${limits.fleetBottles}`
    const failures = files.map((file) => diagnosticOf('BW164', message, { origin: { file } }))
    return { ...noJudgements, failures }
  }
  const bottles = index.map(({ slug, source, reach }) => ({ slug, source, reach }))
  const { reports, printed, failures } = await sandbox.judge(files, packWhole([{ bottles }]))
  const bySlug = new Map<string, Map<string, Reported[]>>()
  const slugs = new Set(bottles.map(({ slug }) => slug))
  for (const [file, all] of reports[0] ?? []) {
    for (const reported of all) {
      // One that is of no bottle is told all the same, at the first one.
      const slug = slugs.has(reported[0]) ? reported[0] : (bottles[0]?.slug ?? '')
      const ofBottle = bySlug.get(slug) ?? new Map<string, Reported[]>()
      bySlug.set(slug, ofBottle)
      ofBottle.set(file, [...(ofBottle.get(file) ?? []), reported])
    }
  }
  const lines = printed[0] ?? []
  const slug = files[0] ?? ''
  return { reports: bySlug, printed: lines.length === 0 ? [] : [{ slug, lines }], failures }
}

const noVerdict: BottleVerdict = { reports: new Map(), printed: [] }

const noJudgements: Judgements = { reports: new Map(), printed: [], failures: [] }

function filesOf(policies: readonly PolicyFile[], kind: PolicyFile['judges']): readonly string[] {
  return policies.filter(({ judges }) => judges === kind).map(({ file }) => file)
}

/** What is reported, in the order of the policies. */
function said(files: readonly string[], reports: ReportsByPolicy = new Map()): ReportsByPolicy {
  if (reports.size === 0) return reports
  return new Map(
    files.flatMap((file) => {
      const all = reports.get(file) ?? []
      return all.length === 0 ? [] : [[file, all] as const]
    }),
  )
}
