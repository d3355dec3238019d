import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import type { ProjectCache } from '../evaluate/cache/project-cache.ts'
import { isDirectOff } from '../evaluate/direct/is-off.ts'
import { overlookedFiles, repeatedSlugs } from '../evaluate/discover.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import type { FoundTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { mergeTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import type { Plan } from '../output/plan.ts'
import type { Cause } from './causes.ts'
import { commonOf } from './common-settings.ts'
import type { ReadConfiguration } from './configuration.ts'
import { configurationName, readConfiguration } from './configuration.ts'
import type { Settings } from './configuration-form.ts'
import { defaultSettings } from './configuration-form.ts'
import { hiddenFiles } from './hidden-files.ts'
import { hideSecrets } from './hide-secrets.ts'
import { KnownBottles } from './known-bottles.ts'
import type { KnownPlaces } from './locate.ts'
import { locateProblems } from './locate.ts'
import type { Loaded, LookOptions, Round } from './look.ts'
import { unlisted } from './look.ts'
import { candidatesOf } from './policies/judge-bottles.ts'
import type { PolicyOutcome } from './policies/policy-set.ts'
import { ProjectPolicies } from './policies/project-policies.ts'
import type { ProjectDrafts } from './select.ts'
import { listBottles, selectFiles } from './select.ts'
import { isUndisturbed, Settling } from './settling.ts'
import { slugMatcher } from './slug-patterns.ts'
import type { BottleOrigins, BottleSetting, SettingTraces } from './trace.ts'
import { locateSettings, traceBottle, traceOrigins } from './trace.ts'
import { TypeChecks } from './type-checks.ts'
import type { Bottle } from './validate.ts'
import { KnownChecks, validate } from './validate.ts'
import { TreeWriter } from './write-tree.ts'

/** The place that a context works in. */
export interface Workplace {
  /** Real path of the project. */
  readonly project: string
  readonly sandbox: Sandbox
  /** The evaluations of earlier runs of the tool. */
  readonly cache?: ProjectCache
}

/**
 * One project that is looked at once or again and again: to load, plan, synthesize, trace and
 * explain it. One synth is a watch of one round. What a look has found is kept for the next, which
 * says what has changed since.
 */
export class ProjectContext {
  readonly project: string
  readonly #sandbox: Sandbox
  readonly #cache: ProjectCache | undefined
  readonly #known = new KnownBottles()
  readonly #checks = new KnownChecks()
  readonly #places: KnownPlaces = new WeakMap()
  readonly #writer: TreeWriter
  readonly #policies: ProjectPolicies
  readonly #settling: Settling
  /** The bottle files, when they were last listed; none before the first look. */
  #files: readonly string[] | undefined
  readonly #types: TypeChecks
  #isConfigured = false
  #configuration: ReadConfiguration = { settings: defaultSettings, diagnostics: [] }

  constructor({ project, sandbox, cache }: Workplace) {
    this.project = project
    this.#sandbox = sandbox
    this.#cache = cache
    this.#writer = new TreeWriter(project)
    this.#policies = new ProjectPolicies(project, sandbox)
    this.#settling = new Settling(project, cache !== undefined)
    this.#types = new TypeChecks(project)
  }

  /** Files of the project, outside of the bottles' folder as well, that bottles are made of. */
  inputs(): Set<string> {
    return new Set([...this.#known.inputs(), ...this.#policies.inputs()])
  }

  /** Starts the sandbox, which takes a while, before the first evaluation is sure to ask for it. */
  warm(): void {
    if (isDirectOff()) void this.#sandbox.warm()
  }

  /** Keeps what is known for later runs of the tool. */
  save(): void {
    if (this.#files !== undefined)
      this.#cache?.opened?.save([...this.#files, ...this.#policies.list()])
  }

  /** The project's configuration, as it was last read. */
  get settings(): Settings {
    return this.#configuration.settings
  }

  /** The errors of the configuration, as it was last read. */
  get misconfigured(): readonly Diagnostic[] {
    return this.#configuration.diagnostics
  }

  /** Reads the configuration, which holds for the next look; each later one reads it anew. */
  async configure(): Promise<void> {
    this.#configuration = await readConfiguration(this.project)
    this.#isConfigured = true
  }

  /** Evaluates and validates the bottles of the project. Reads no output and writes nothing. */
  async load(options: LookOptions = {}): Promise<Loaded> {
    return this.#look(options)
  }

  async #look(options: LookOptions, checked?: Promise<FoundTypeErrors>): Promise<Loaded> {
    const { drafts = new Map(), changed, types = false, onProgress } = options
    if (!this.#isConfigured) await this.configure()
    this.#isConfigured = false
    if (this.misconfigured.length > 0) return unlisted(this.misconfigured)
    const { bottles: folder } = this.settings
    const all = listBottles(this.project, folder, drafts)
    if ('code' in all) return unlisted([all])
    const isFirst = this.#files === undefined
    this.#files = all.map(({ file }) => file)
    this.#sandbox.reload(textsOf(drafts))
    const selected = selectFiles(all, options, folder)
    const names = selected.files.map(({ file }) => file)
    const rules = options.policies === true ? this.#policies.list() : []
    const isWhole = options.only === undefined && options.slugs === undefined
    // What policies of another folder say of a bottle is not settled with it.
    const settling = isFirst && options.given === undefined ? options : {}
    const judging = { rules, isWhole }
    const settled = this.#settling.find(selected.files, this.settings, settling, judging)
    const left = selected.files.filter(({ file }) => !settled.has(file))
    const outdated = this.#known.outdated(all, left, changed)
    for (const [file, { inputs }] of settled) this.#known.learn(file, inputs)
    const isPartial = types && this.#types.arePartial(this.inputs(), outdated, changed)
    const typed = (isPartial ? outdated : selected.files).map(({ file }) => file)
    const checking =
      checked ?? this.#types.check(types ? [...typed, ...rules] : undefined, this.#settling.types)
    checking.catch(() => {}) // it is awaited below, unless the evaluation fails first
    const cache = drafts.size === 0 ? this.#cache : undefined
    const memory = this.#known.memory(cache, isFirst)
    const result = await evaluateBottles(this.#sandbox, outdated, memory, onProgress)
    this.#known.add(result.evaluated)
    if (isFirst) this.save()
    const definitions = names.flatMap((file) => this.#known.membersOf(file))
    const valid = validate(definitions, this.#checks, commonOf(this.settings))
    const isJudged = rules.length > 0 && left.length === 0 && settled.size > 0
    const judges = isJudged ? { policies: false } : options
    const judged = await this.#judge(valid.bottles, definitions, judges, cache)
    const problems = [...valid.problems, ...judged.problems]
    const located = await locateProblems(this.#sandbox, problems, this.#places)
    const repeated = repeatedSlugs(all)
    const overlooked = isWhole && drafts.size === 0 ? overlookedFiles(this.project, folder) : []
    const told = [
      ...selected.diagnostics,
      ...repeated,
      ...overlooked,
      ...result.diagnostics,
      ...judged.diagnostics,
      ...located,
    ]
    const inputsOf = (file: string) => this.#known.inputsOf(file)
    const verdict = await mergeTypeErrors(await checking, told, this.#files, inputsOf)
    const bad = new Set(repeated.map(({ origin }) => origin?.file))
    for (const { severity, file } of judged.problems) if (severity === 'error') bad.add(file)
    // What a policy with a type error says of a bottle, nobody knows.
    const ruled = new Set([...rules, ...this.#policies.inputs()])
    const isUnruled = verdict.diagnostics.some(({ origin }) => ruled.has(origin?.file ?? ''))
    const isGood = (file: string) =>
      verdict.bad !== 'all' && !isUnruled && !verdict.bad.has(file) && !bad.has(file)
    const found = {
      printed: [...result.printed, ...judged.printed],
      diagnostics: [...verdict.told, ...verdict.diagnostics],
    }
    const place = { project: this.project, drafts, files: all, definitions, inputsOf }
    const good = judged.bottles.filter(({ source }) => isGood(source))
    const { printed, diagnostics } = hideSecrets(found, place)
    const isStrict = options.strict ?? this.settings.strict
    if (!isUndisturbed([...settled.values()], good, diagnostics, isStrict)) {
      this.#files = undefined
      this.#isConfigured = true
      return this.#look({ ...options, settled: false }, checking)
    }
    return {
      files: all,
      bottles: good,
      diagnostics: [...diagnostics, ...[...settled.values()].flatMap(({ told }) => told)],
      printed,
      definitions,
      evaluated: outdated.length,
      isPartial,
      settled: [...settled.values()].flatMap(({ members }) => members.map((m) => m.expected)),
      skipped: judged.skipped,
    }
  }

  /** What the policies say of good bottles; of a look that asks for none, all are as they were. */
  async #judge(
    bottles: readonly Bottle[],
    definitions: readonly Evaluated[],
    { policies = false, given, only, slugs, changed }: LookOptions,
    cache: ProjectCache | undefined,
  ): Promise<PolicyOutcome> {
    if (!policies) return { bottles, problems: [], diagnostics: [], printed: [], skipped: [] }
    const candidates = candidatesOf(bottles, definitions)
    const isAny = given !== undefined || this.#policies.list().length > 0
    const opened = isAny ? await cache?.open() : undefined
    return this.#policies.judge(candidates, {
      given,
      isWhole: (only ?? slugs) === undefined,
      changed,
      cache: opened,
    })
  }

  /** Works out what must change in the output tree, and changes nothing. */
  async plan(options: LookOptions = {}): Promise<Round> {
    const loaded = await this.load({ types: true, policies: true, ...options })
    const { bottles, diagnostics } = loaded
    const { keepGoing = false, strict = this.settings.strict, only } = options
    const isAsked = slugMatcher(only)
    const files = loaded.files.filter(({ slug }) => isAsked(slug))
    const failing = hasErrors(diagnostics) || (strict && diagnostics.length > 0)
    const round = { ...loaded, files, ok: !failing, applied: false, begun: false }
    const sorted = { diagnostics: sortDiagnostics(diagnostics) }
    if (failing && (bottles.length === 0 || !keepGoing)) return { ...round, ...sorted }
    const { plan, problems } = this.#writer.plan(loaded, this.#placed(options))
    if (plan !== undefined) {
      this.#settle(loaded)
      const hidden = options.attributes === true ? await hiddenFiles(this.project, plan) : []
      const ok = round.ok && !hasErrors(hidden) && !(strict && hidden.length > 0)
      return { ...round, ok, diagnostics: sortDiagnostics([...diagnostics, ...hidden]), plan }
    }
    return { ...round, ok: false, diagnostics: sortDiagnostics([...diagnostics, ...problems]) }
  }

  /** Makes the output tree match the source. Nothing is written unless every bottle is good. */
  async synth(options: LookOptions = {}): Promise<Round> {
    const planned = await this.plan(options)
    const { plan, diagnostics } = planned
    if (plan === undefined) return planned
    const causes = options.causes === true ? await this.#causes(plan) : undefined
    const { problems, ...state } = this.#writer.carryOut(plan, planned, this.#placed(options))
    const ok = planned.ok && problems.length === 0
    const told = { diagnostics: sortDiagnostics([...diagnostics, ...problems]) }
    return { ...planned, ...state, ok, ...told, ...(causes === undefined ? {} : { causes }) }
  }

  /** The bottles of these slugs, and where in the source each of their settings was made. */
  async trace(
    slugs: readonly string[],
    options: LookOptions = {},
  ): Promise<ReadonlyMap<string, BottleOrigins>> {
    return traceOrigins(this.#sandbox, await this.load({ ...options, slugs }), slugs)
  }

  /** The places in the source at which settings of bottles were made that a look has found. */
  async locate(
    looked: Loaded,
    settings: readonly BottleSetting[],
  ): Promise<readonly (Origin | undefined)[]> {
    return locateSettings(this.#sandbox, looked, settings)
  }

  /** One bottle, and every place in the source that led to its settings. */
  async explain(slug: string): Promise<SettingTraces> {
    return traceBottle(this.#sandbox, await this.load({ slugs: [slug] }))
  }

  /** Keeps what the good bottles give that are to be in the output tree, and were proven. */
  #settle(loaded: Loaded): void {
    const inputsOf = (file: string) => this.#known.hashesOf(file)
    const found = { ...loaded, policies: this.#policies.settled }
    this.#settling.keep(found, inputsOf, (bottle) => this.#writer.expectedOf(bottle))
  }

  /** What changed the Smolfiles that a plan updates. */
  async #causes(plan: Plan): Promise<ReadonlyMap<string, Cause>> {
    const { findCauses } = await import('./causes.ts')
    // In package.json the configuration is not alone: it changes with each version of the tool.
    const { file: configuration } = this.#configuration
    const own = configuration === configurationName ? [configuration] : []
    return findCauses(plan, (file) => [...this.#known.inputsOf(file), ...own])
  }

  #placed(options: LookOptions): LookOptions & { readonly out: string } {
    return { ...options, out: options.out ?? this.settings.out }
  }
}

function textsOf(drafts: ProjectDrafts): ReadonlyMap<string, string> {
  return new Map([...drafts].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])))
}
