import { setImmediate } from 'node:timers/promises'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { hasErrors } from '../../diagnostic/diagnostic.ts'
import type { EvaluationCache } from '../../evaluate/cache/evaluation-cache.ts'
import { contentHash } from '../../evaluate/content-hash.ts'
import { DirectPolicies } from '../../evaluate/direct-policies.ts'
import { discoverPolicies, policyFolder } from '../../evaluate/discover.ts'
import type { Evaluated } from '../../evaluate/evaluate.ts'
import type { EvaluatedPolicies } from '../../evaluate/policies.ts'
import { evaluatePolicies } from '../../evaluate/policies.ts'
import type { Sandbox } from '../../evaluate/sandbox/sandbox.ts'
import { FileError } from '../../files/file-error.ts'
import type { SettledPolicies } from '../settled.ts'
import type {
  BottleVerdict,
  IndexedCandidate,
  JudgedCandidate,
  KnownVerdicts,
} from './judge-bottles.ts'
import { judgeIndexBy } from './judge-index.ts'
import { judgedBottle } from './judged-bottle.ts'
import type { PolicyLook, PolicyOutcome, PolicySet } from './policy-set.ts'
import { judgeBy, withGiven, withoutReplaced } from './policy-set.ts'

/** The policies of a project, which is looked at once or again and again. */
export class ProjectPolicies {
  readonly #project: string
  readonly #sandbox: Sandbox
  readonly #verdicts = new WeakMap<Evaluated, { by: string; verdict: BottleVerdict }>()
  #files: readonly string[] = []
  #direct: DirectPolicies | undefined
  #evaluated: EvaluatedPolicies | undefined

  /** @param sandbox The one of the bottles, whose root is the project. */
  constructor(project: string, sandbox: Sandbox) {
    this.#project = project
    this.#sandbox = sandbox
  }

  /** The policy files, as they were last listed. */
  get files(): readonly string[] {
    return this.#files
  }

  /** The files that the policies are made of. */
  inputs(): readonly string[] {
    return [...(this.#evaluated?.inputs.values() ?? [])].flat().map(({ path }) => path)
  }

  /** The files that one policy file is made of. */
  inputsOf(file: string): readonly string[] {
    return this.#evaluated?.inputs.get(file)?.map(({ path }) => path) ?? []
  }

  /** The policies as they have judged, for what they say to be kept; none where they say more. */
  get settled(): SettledPolicies | undefined {
    const evaluated = this.#evaluated
    if (evaluated === undefined) return undefined
    const { policies, inputs, printed, diagnostics } = evaluated
    if (printed.length > 0 || diagnostics.length > 0) return undefined
    const byPath = new Map([...inputs.values()].flat().map((input) => [input.path, input]))
    const areTogether = policies.some(({ judges }) => judges === 'fleet')
    return { files: this.#files, inputs: [...byPath.values()], areTogether }
  }

  /** From now on the files are read anew. */
  reload(): void {
    this.#direct = undefined
  }

  /** Whether none of them needs the sandbox, as far as that can be told before they judge. */
  async areDirect(): Promise<boolean> {
    const direct = this.#asDirect()
    for (const file of this.#files) {
      const policy = await direct.of(file)
      if (policy === undefined || !policy.judgesBottles) return false
    }
    return true
  }

  #asDirect(): DirectPolicies {
    this.#direct ??= new DirectPolicies(this.#sandbox)
    return this.#direct
  }

  /** Lists the policy files. What stands against it is told when they judge. */
  list(): readonly string[] {
    try {
      this.#files = discoverPolicies(this.#project, policyFolder)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      this.#files = []
    }
    return this.#files
  }

  /** Has the policies judge good bottles. */
  async judge(candidates: readonly JudgedCandidate[], look: PolicyLook): Promise<PolicyOutcome> {
    return this.#by(look, candidates, (sets) => judgeBy(sets, candidates, look))
  }

  /**
   * Has the policies of all bottles judge these, as the last step of shards.
   *
   * @param candidatesOf Gives the bottles of these slugs, as far as they are good.
   */
  async judgeIndex(
    index: readonly IndexedCandidate[],
    candidatesOf: (slugs: ReadonlySet<string>) => Promise<readonly JudgedCandidate[]>,
    look: PolicyLook,
  ): Promise<PolicyOutcome> {
    return this.#by(look, [], (sets) => judgeIndexBy(sets, index, candidatesOf))
  }

  /** What the policies of all bottles say of more bottles than they are given. */
  async refuseIndex(
    length: number,
    look: Pick<PolicyLook, 'given'>,
  ): Promise<PolicyOutcome['diagnostics']> {
    const unread = { slug: '', source: '', reach: noReach, accepts: false }
    const index = new Array<IndexedCandidate>(length).fill(unread)
    const known = { ...look, isWhole: true, changed: new Set<string>() }
    return (await this.judgeIndex(index, async () => [], known)).diagnostics
  }

  async #by(
    look: PolicyLook,
    candidates: readonly JudgedCandidate[],
    judge: (sets: readonly PolicySet[]) => Promise<PolicyOutcome>,
  ): Promise<PolicyOutcome> {
    const { given } = look
    try {
      const evaluating = this.#own(look)
      evaluating.catch(() => {}) // it is awaited below
      // Made while policies are evaluated elsewhere, where nothing is known of bottles before.
      if (this.#files.length > 0 && look.cache?.isEmpty !== false) {
        await setImmediate()
        for (const { bottle } of candidates) judgedBottle(bottle)
      }
      const own = await evaluating
      if (given === undefined) return await judge([own])
      return await withGiven(given, async (other) => {
        const { sets, diagnostics } = withoutReplaced(other, own)
        const outcome = await judge(sets)
        return { ...outcome, diagnostics: [...diagnostics, ...outcome.diagnostics] }
      })
    } catch (error) {
      if (error instanceof FileError) return nothingJudged([error.diagnostic])
      throw error
    }
  }

  async #own({ changed, cache }: PolicyLook): Promise<PolicySet> {
    const files = discoverPolicies(this.#project, policyFolder)
    const direct = this.#asDirect()
    const known = this.#evaluated
    const isKnown =
      known !== undefined &&
      changed !== undefined &&
      !hasErrors(known.diagnostics) &&
      files.join('\n') === [...known.inputs.keys()].join('\n') &&
      !this.inputs().some((path) => changed.has(path))
    const evaluated = isKnown ? known : await evaluatePolicies(this.#sandbox, files, direct, cache)
    this.#files = files
    this.#evaluated = evaluated
    const { policies, hash } = evaluated
    const called = (file: string) => file
    const place = { sandbox: this.#sandbox, direct, called, accepts: () => true }
    return { ...place, evaluated, policies, known: this.#known(hash, cache) }
  }

  /** @param hash What stands for the policies as they are now. */
  #known(hash: string, cache: EvaluationCache | undefined): KnownVerdicts {
    // What a bottle is depends on the project's configuration as well as on its own file.
    const made = new Map<JudgedCandidate, string>()
    const byOf = (candidate: JudgedCandidate) => {
      const by = made.get(candidate) ?? contentHash(hash + JSON.stringify(candidate.bottle))
      made.set(candidate, by)
      return by
    }
    return {
      find: (candidate) => {
        const { definition } = candidate
        const by = byOf(candidate)
        const known = this.#verdicts.get(definition)
        if (known?.by === by) return known.verdict
        const kept = cache?.judged(definition.file, definition.slug, by)
        if (kept === undefined) return undefined
        const verdict = { reports: new Map(kept.reports), printed: kept.printed }
        this.#verdicts.set(definition, { by, verdict })
        return verdict
      },
      keep: (candidate, verdict) => {
        const { definition } = candidate
        const by = byOf(candidate)
        this.#verdicts.set(definition, { by, verdict })
        const { reports, printed } = verdict
        cache?.keepJudged(definition.file, definition.slug, {
          by,
          reports: [...reports],
          printed: [...printed],
        })
      },
    }
  }
}

function nothingJudged(diagnostics: readonly Diagnostic[]): PolicyOutcome {
  return { bottles: [], problems: [], diagnostics, printed: [], skipped: [], rules: '' }
}

/** Stands for what nobody looks at. */
const noReach = {} as IndexedCandidate['reach']
