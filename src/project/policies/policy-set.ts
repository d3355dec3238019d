import { realpathSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../../diagnostic/text.ts'
import type { EvaluationCache } from '../../evaluate/cache/evaluation-cache.ts'
import { DirectPolicies } from '../../evaluate/direct-policies.ts'
import { discoverPolicies } from '../../evaluate/discover.ts'
import type { Printed } from '../../evaluate/evaluate.ts'
import type { EvaluatedPolicies, PolicyFile } from '../../evaluate/policies.ts'
import { evaluatePolicies } from '../../evaluate/policies.ts'
import { Sandbox } from '../../evaluate/sandbox/sandbox.ts'
import { FileError } from '../../files/file-error.ts'
import type { AcceptedProblem } from '../acceptance.ts'
import type { Bottle, BottleProblem } from '../validate.ts'
import type { IndexedCandidate, JudgedCandidate, KnownVerdicts } from './judge-bottles.ts'
import { indexOf, judgeBottles, judgeFleet } from './judge-bottles.ts'
import { problemsOf } from './reports.ts'
import type { JudgingPolicy } from './settle.ts'
import { settle } from './settle.ts'

/** What a look at a project says about its policies. */
export interface PolicyLook {
  readonly given?: GivenPolicies | undefined
  /** Whether all bottles are looked at. */
  readonly isWhole: boolean
  /** Whether what policies of all bottles are given is wanted. */
  readonly isIndexed?: boolean
  /** The files that may have changed since the last look. Default: all. */
  readonly changed?: ReadonlySet<string> | undefined
  readonly cache?: EvaluationCache | undefined
}

/** Policies of another folder, which a branch under review cannot have written. */
export interface GivenPolicies {
  /** The folder: a root of its own for what its files import. */
  readonly folder: string
  /** Whether what a bottle accepts counts: what the base has, or all. */
  accepts(bottle: Bottle, accepted: AcceptedProblem): boolean
}

export interface PolicyOutcome {
  /** The bottles, each with what it accepts of the policies; none when a policy comes to no end. */
  readonly bottles: readonly Bottle[]
  readonly problems: readonly BottleProblem[]
  /** What is wrong with the policies themselves. */
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
  /** The names of policies that have not judged, since not all bottles were looked at. */
  readonly skipped: readonly string[]
  /** What stands for the policies that have judged; an empty text where there are none. */
  readonly rules: string
  /** What those of all bottles are given in the last step of shards, where there are any. */
  readonly index?: readonly IndexedCandidate[] | undefined
}

/** The policies of one folder, and where they run. */
export interface PolicySet {
  readonly sandbox: Sandbox
  /** Those of the policies that judge beside it. */
  readonly direct: DirectPolicies
  readonly evaluated: EvaluatedPolicies
  /** Those of them that judge. */
  readonly policies: readonly PolicyFile[]
  readonly known: KnownVerdicts
  /** What the files are called in diagnostics. */
  called(file: string): string
  accepts(bottle: Bottle, accepted: AcceptedProblem): boolean
}

/** Gives `use` the policies of another folder. Nothing of them is kept. */
export async function withGiven<T>(
  { folder, accepts }: GivenPolicies,
  use: (set: PolicySet) => Promise<T>,
): Promise<T> {
  const root = realFolder(folder)
  const sandbox = new Sandbox(root)
  try {
    const files = discoverPolicies(root, '.')
    if (files.length === 0) {
      const message = `the folder ${quotePath(folder)} of --policies has no policy`
      throw new FileError('BW100', message, 'name a folder with *.policy.ts files')
    }
    const direct = new DirectPolicies(sandbox)
    const evaluated = await evaluatePolicies(sandbox, files, direct)
    const called = (file: string) => `${folder.replace(/\/+$/, '')}/${file}`
    const known = { find: () => undefined, keep: () => {} }
    const { policies } = evaluated
    return await use({ sandbox, direct, evaluated, policies, known, called, accepts })
  } finally {
    await sandbox.close()
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    const message = `the folder ${quotePath(folder)} of --policies cannot be read`
    throw new FileError('BW100', message, 'name a folder with *.policy.ts files')
  }
}

/** The sets, of which a later one has no policy with a name that one before it has. */
export function withoutReplaced(given: PolicySet, own: PolicySet) {
  const names = new Map(given.policies.map((policy) => [policy.name, policy]))
  const diagnostics = own.policies.flatMap((policy) => {
    const other = names.get(policy.name)
    if (other === undefined || isSame(own, policy, given, other)) return []
    const message = `the policy ${quote(policy.name)} of the project is not used: --policies has one of that name, and it is another`
    return [diagnosticOf('BW162', message, { origin: { file: policy.file } })]
  })
  const policies = own.policies.filter(({ name }) => !names.has(name))
  return { sets: [given, { ...own, policies }], diagnostics }
}

/** Whether two policies are made of the same texts, wherever these are. */
function isSame(a: PolicySet, policy: PolicyFile, b: PolicySet, other: PolicyFile): boolean {
  const texts = (set: PolicySet, { file }: PolicyFile) =>
    (set.evaluated.inputs.get(file) ?? []).map(({ hash }) => hash).sort()
  return isDeepStrictEqual(texts(a, policy), texts(b, other))
}

/** Has the policies of all sets judge the bottles, each where it runs. */
export async function judgeBy(
  sets: readonly PolicySet[],
  candidates: readonly JudgedCandidate[],
  { isWhole, isIndexed = false }: Pick<PolicyLook, 'isWhole' | 'isIndexed'>,
): Promise<PolicyOutcome> {
  const fleet = sets.flatMap((set) => set.policies.filter(({ judges }) => judges === 'fleet'))
  const isAsked = fleet.length > 0 && (isWhole || isIndexed)
  const index = isAsked ? indexOf(fleet, candidates) : []
  const policies = new Map<string, JudgingPolicy>()
  const found = new Map(candidates.map(({ bottle }) => [bottle.slug, [] as BottleFound[]]))
  const diagnostics: Diagnostic[] = []
  const printed: Printed[] = []
  const skipped: string[] = []
  for (const set of sets) {
    const { sandbox, evaluated, called, accepts } = set
    const judgements = [
      await judgeBottles(set, candidates),
      ...(isWhole ? [await judgeFleet(sandbox, set.policies, index)] : []),
    ]
    const failures = [...evaluated.diagnostics, ...judgements.flatMap((each) => each.failures)]
    diagnostics.push(...failures.map((each) => placed(each, called)))
    printed.push(...evaluated.printed, ...judgements.flatMap((each) => each.printed))
    for (const policy of set.policies) {
      const hasJudged = isWhole || policy.judges === 'bottle'
      if (!hasJudged) skipped.push(policy.name)
      policies.set(policy.name, { policy, hasJudged, accepts })
    }
    const byFile = new Map(set.policies.map((policy) => [policy.file, policy]))
    for (const [slug, reports] of judgements.flatMap((each) => [...each.reports])) {
      for (const [file, all] of reports) {
        const policy = byFile.get(file)
        if (policy !== undefined) found.get(slug)?.push({ policy, reports: all })
      }
    }
  }
  const settled = candidates.map((candidate) => {
    const { bottle } = candidate
    const problems = (found.get(bottle.slug) ?? []).flatMap(({ policy, reports }) =>
      problemsOf(policy, bottle, reports),
    )
    return settle(candidate, problems, policies)
  })
  return {
    // A bottle that not all policies have judged is not known to be good.
    bottles: diagnostics.some(({ severity }) => severity === 'error')
      ? []
      : settled.map(({ bottle }) => bottle),
    problems: settled.flatMap(({ problems }) => problems),
    diagnostics,
    printed,
    skipped,
    rules: rulesOf(sets),
    index: isAsked ? index : undefined,
  }
}

/** What stands for all policies of these sets: shards have to agree on it. */
export function rulesOf(sets: readonly PolicySet[]): string {
  return sets
    .filter(({ evaluated }) => evaluated.inputs.size > 0)
    .map(({ evaluated }) => evaluated.hash)
    .join(' ')
}

type BottleFound = {
  readonly policy: PolicyFile
  readonly reports: Parameters<typeof problemsOf>[2]
}

/** A diagnostic of a set, under the names that its files have for whoever runs the tool. */
export function placed(diagnostic: Diagnostic, called: PolicySet['called']): Diagnostic {
  const { origin } = diagnostic
  if (origin === undefined) return diagnostic
  return { ...diagnostic, origin: { ...origin, file: called(origin.file) } }
}
