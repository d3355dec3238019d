import type { ProjectCache } from '../evaluate/cache/project-cache.ts'
import type { BottleFile, DefinitionFile } from '../evaluate/discover.ts'
import { overlookedFiles } from '../evaluate/discover.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import type { FoundTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { mergeTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { commonOf } from './common-settings.ts'
import type { Settings } from './configuration-form.ts'
import { evaluateSelected } from './evaluate-selected.ts'
import { withDefinitions, withoutBad } from './good-bottles.ts'
import { hideSecrets } from './hide-secrets.ts'
import { KnownBottles } from './known-bottles.ts'
import type { KnownPlaces } from './locate.ts'
import { locateProblems } from './locate.ts'
import type { Loaded, LookOptions } from './look.ts'
import { claimsOf, unlisted } from './look.ts'
import type { ManyPlace } from './look-at-many.ts'
import { isOfAll, lookAtMany, settledClaims } from './look-at-many.ts'
import { partFiles } from './look-in-parts.ts'
import type { PolicyOutcome } from './policies/policy-set.ts'
import { ProjectPolicies } from './policies/project-policies.ts'
import { repeatedSlugs } from './repeated-slugs.ts'
import { listBottles, selectFiles, textsOf, unknownNames } from './select.ts'
import { isUndisturbed, Settling } from './settling.ts'
import { sharedClaims } from './shared-claims.ts'
import { TypeChecks } from './type-checks.ts'
import type { Bottle } from './validate.ts'
import { KnownChecks, validateEach } from './validate.ts'

/** The place that is looked at. */
export interface Workplace {
  /** Real path of the project. */
  readonly project: string
  readonly sandbox: Sandbox
  /** The evaluations of earlier runs of the tool. */
  readonly cache?: ProjectCache
}

/**
 * Looks at the bottles of a project, once or again and again: evaluates and validates them, and has
 * them judged. What a look has found is kept for the next, which says what has changed since.
 */
export class Looking {
  readonly #project: string
  readonly #sandbox: Sandbox
  readonly #cache: ProjectCache | undefined
  readonly known = new KnownBottles()
  readonly policies: ProjectPolicies
  readonly #checks = new KnownChecks()
  readonly #places: KnownPlaces = new WeakMap()
  readonly #settling: Settling
  /** The bottle files, when they were last listed; none before the first look. */
  #files: readonly string[] | undefined
  readonly #types: TypeChecks

  constructor({ project, sandbox, cache }: Workplace) {
    this.#project = project
    this.#sandbox = sandbox
    this.#cache = cache
    this.policies = new ProjectPolicies(project, sandbox)
    this.#settling = new Settling(project, cache !== undefined)
    this.#types = new TypeChecks(project)
  }

  /** Files of the project, outside of the bottles' folder as well, that bottles are made of. */
  inputs(): Set<string> {
    return new Set([...this.known.inputs(), ...this.policies.inputs()])
  }

  /** Starts what the next look may wait for. */
  async prepare({ types = false }: LookOptions): Promise<void> {
    if (types) await this.#types.prepare()
  }

  /** Ends what waits for another look. */
  end(): void {
    this.#types.end()
  }

  /** Keeps what is known for later runs of the tool. */
  save(): void {
    if (this.#files !== undefined)
      this.#cache?.opened?.save([...this.#files, ...this.policies.list()])
  }

  /** Keeps what the good bottles of a look give that are to be in the output tree, and were proven. */
  settle(loaded: Loaded, expectedOf: Parameters<Settling['keep']>[2]): void {
    const found = { ...loaded, policies: this.policies.settled }
    this.#settling.keep(found, this.known, expectedOf)
  }

  /** Evaluates and validates the bottles of the project. Reads no output and writes nothing. */
  async look(
    settings: Settings,
    options: LookOptions,
    checked?: Promise<FoundTypeErrors>,
  ): Promise<Loaded> {
    const { drafts = new Map(), changed, types = false, onProgress, shard } = options
    const { bottles: folder } = settings
    const all = listBottles(this.#project, folder, drafts)
    if ('code' in all) return unlisted([all])
    const isFirst = this.#files === undefined
    this.#files = all.map(({ file }) => file)
    this.#sandbox.reload(textsOf(drafts))
    this.policies.reload()
    const selected = selectFiles(all, options)
    const sources = [...selected.files, ...selected.fleets]
    const rules = options.policies === true ? this.policies.list() : []
    const isWhole = isOfAll(options)
    // What policies of another folder say of a bottle is not settled with it, nor what those of all
    // bottles are given.
    const isSettled = options.given === undefined && (shard === undefined || rules.length === 0)
    const settling = isFirst && isSettled ? options : {}
    const judging = { rules, isWhole }
    const settled = this.#settling.find(sources, settings, settling, judging)
    const left = sources.filter(({ file }) => !settled.has(file))
    const outdated = this.known.outdated(all, left, changed)
    // It starts while bottles are evaluated here.
    if (rules.length > 0 && outdated.length > 0 && !(await this.policies.areDirect()))
      await this.#sandbox.warm()
    for (const [file, { inputs }] of settled) this.known.learn(file, inputs)
    const isPartial = types && this.#types.arePartial(this.inputs(), outdated, changed)
    const check = (files: readonly DefinitionFile[]) => {
      const typed = [...(isPartial ? outdated : files).map(({ file }) => file), ...rules]
      const checking = checked ?? this.#types.check(types ? typed : undefined, this.#settling.types)
      checking.catch(() => {}) // it is awaited below, unless the evaluation fails first
      return checking
    }
    // Which of the fleets are asked for is not known before they are evaluated.
    const early = selected.fleets.length === 0 ? check(selected.files) : undefined
    const isLarge = isFirst && isForParts(options) && left.length > 2 * partFiles
    const single = isLarge && early !== undefined ? singleFiles(all) : undefined
    if (
      single !== undefined &&
      early !== undefined &&
      (shard === undefined || rules.length === 0)
    ) {
      const asked = new Set(left.map(({ file }) => file))
      const begun = { all: single, settled, rules, checking: early, files: selected.files }
      const of = single.filter(({ file }) => asked.has(file))
      const found = await lookAtMany(this.#many(), settings, options, { ...begun, left: of })
      if (found !== undefined) return found
      this.#files = undefined
      return this.look(settings, { ...options, settled: false, isSlim: true }, early)
    }
    const cache = drafts.size === 0 ? this.#cache : undefined
    const memory = this.known.memory(cache, isFirst)
    const evaluated = await evaluateSelected(
      (files) => evaluateBottles(this.#sandbox, files, memory, onProgress),
      this.known,
      { all, selected, outdated, settled },
      options,
    )
    if (isFirst) this.save()
    const { bottles, asked, definitions, members } = evaluated
    const checking = early ?? check(asked)
    const common = commonOf(settings)
    const valid = validateEach(definitions, this.#checks, common)
    // What is of several shards, the last step compares.
    const shared = shard === undefined ? sharedClaims(valid.claims, common) : []
    const isJudged = rules.length > 0 && left.length === 0 && settled.size > 0
    const judges = isJudged ? { policies: false } : options
    const judged = await this.#judge(valid.bottles, definitions, judges, cache)
    const repeated = repeatedSlugs(
      shard === undefined ? bottles : inFiles(bottles, sources),
      members,
    )
    const against = [...shared, ...judged.problems, ...repeated.problems]
    const problems = [...valid.problems, ...against]
    const located = await locateProblems(this.#sandbox, problems, this.#places)
    const overlooked = isWhole && drafts.size === 0 ? overlookedFiles(this.#project, folder) : []
    const told = [
      ...unknownNames(all, bottles, options, folder),
      ...repeated.diagnostics,
      ...overlooked,
      ...evaluated.diagnostics,
      ...judged.diagnostics,
      ...located,
    ]
    const inputsOf = (file: string) => this.known.inputsOf(file)
    const verdict = await mergeTypeErrors(await checking, told, this.#files, inputsOf)
    const found = {
      printed: [...evaluated.printed, ...judged.printed],
      diagnostics: [...verdict.told, ...verdict.diagnostics],
    }
    const place = { project: this.#project, drafts, files: bottles, definitions: members, inputsOf }
    const good = withoutBad(judged.bottles, {
      problems: against,
      ofFiles: repeated.diagnostics,
      types: verdict,
      ruled: new Set([...rules, ...this.policies.inputs()]),
    })
    const { printed, diagnostics } = hideSecrets(found, place)
    const known = evaluated.settled.map(({ settled }) => settled)
    const everything = [...diagnostics, ...known.flatMap((each) => each.told)]
    const { strict = settings.strict, open = (each) => each } = options
    const isFailing = strict && open(everything).length > 0
    if (!isUndisturbed(known, good, diagnostics, isFailing)) {
      this.#files = undefined
      return this.look(settings, { ...options, settled: false, isSlim: true }, checking)
    }
    return {
      sources: shard === undefined ? all : selected.files,
      unread: evaluated.unread,
      files: bottles,
      bottles: good,
      diagnostics: everything,
      printed,
      definitions,
      evaluated: outdated.length,
      isPartial,
      settled: known.flatMap((each) => each.members.map(({ expected }) => expected)),
      claims: [...settledClaims(evaluated.settled), ...valid.claims.map(claimsOf)],
      skipped: judged.skipped,
      rules: judged.rules,
      index: judged.index,
    }
  }

  #many(): ManyPlace {
    return {
      project: this.#project,
      sandbox: this.#sandbox,
      policies: this.policies,
      known: this.known,
      memory: this.known.memory(this.#cache, true),
      judge: (bottles, definitions, options) =>
        this.#judge(bottles, definitions, options, this.#cache),
      save: () => this.save(),
    }
  }

  /** What the policies say of good bottles; of a look that asks for none, all are as they were. */
  async #judge(
    bottles: readonly Bottle[],
    definitions: readonly Evaluated[],
    options: LookOptions,
    cache: ProjectCache | undefined,
  ): Promise<PolicyOutcome> {
    const { policies = false, given, changed, shard } = options
    if (!policies) {
      return { bottles, problems: [], diagnostics: [], printed: [], skipped: [], rules: '' }
    }
    const isAny = given !== undefined || this.policies.list().length > 0
    const opened = isAny ? await cache?.open() : undefined
    const isWhole = isOfAll(options)
    const isIndexed = shard !== undefined
    return this.policies.judge(withDefinitions(bottles, definitions), {
      given,
      isWhole,
      isIndexed,
      changed,
      cache: opened,
    })
  }
}

/** Whether no more is asked of bottles than their output. */
function isForParts({ settled, isSlim, drafts, changed }: LookOptions): boolean {
  return (settled === true || isSlim === true) && drafts === undefined && changed === undefined
}

/** The files as those of one bottle each; none when there is a fleet among them. */
function singleFiles(files: readonly DefinitionFile[]): readonly BottleFile[] | undefined {
  const single = files.flatMap(({ file, slug }) => (slug === undefined ? [] : [{ file, slug }]))
  return single.length === files.length ? single : undefined
}

/** The bottles that are in some files. */
function inFiles(bottles: readonly BottleFile[], files: readonly DefinitionFile[]) {
  const names = new Set(files.map(({ file }) => file))
  return bottles.filter(({ file }) => names.has(file))
}
