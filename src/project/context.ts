import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { isDirectOff } from '../evaluate/direct/is-off.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import type { Plan } from '../output/plan.ts'
import type { Baseline } from './baseline/baseline.ts'
import type { ReadBaseline } from './baseline/read-baseline.ts'
import { noBaseline, readBaseline } from './baseline/read-baseline.ts'
import { unneededIn } from './baseline/unneeded.ts'
import type { Cause } from './causes.ts'
import type { ReadConfiguration } from './configuration.ts'
import { configurationName, readConfiguration } from './configuration.ts'
import type { Settings } from './configuration-form.ts'
import { defaultSettings } from './configuration-form.ts'
import { hiddenFiles } from './hidden-files.ts'
import type { Loaded, LookOptions, Round } from './look.ts'
import { unlisted } from './look.ts'
import type { Workplace } from './looking.ts'
import { Looking } from './looking.ts'
import { isInShard, shardKey } from './shards/shard.ts'
import { slugMatcher } from './slug-patterns.ts'
import type { BottleOrigins, BottleSetting, SettingTraces } from './trace.ts'
import { locateSettings, traceBottle, traceOrigins } from './trace.ts'
import { TreeWriter } from './write-tree.ts'

/**
 * One project that is looked at once or again and again: to load, plan, synthesize, trace and
 * explain it. One synth is a watch of one round. What a look has found is kept for the next, which
 * says what has changed since.
 */
export class ProjectContext {
  readonly project: string
  readonly #sandbox: Sandbox
  readonly #looking: Looking
  readonly #writer: TreeWriter
  #isConfigured = false
  #configuration: ReadConfiguration = { settings: defaultSettings, diagnostics: [] }
  #baseline: ReadBaseline = noBaseline

  constructor(workplace: Workplace) {
    this.project = workplace.project
    this.#sandbox = workplace.sandbox
    this.#looking = new Looking(workplace)
    this.#writer = new TreeWriter(this.project)
  }

  /** Files of the project, outside of the bottles' folder as well, that bottles are made of. */
  inputs(): Set<string> {
    return this.#looking.inputs()
  }

  /** Starts the sandbox, which takes a while, before the first evaluation is sure to ask for it. */
  warm(): void {
    if (isDirectOff()) void this.#sandbox.warm()
  }

  /** Has what takes a while wait for the next look, until the end. */
  prepare(options: LookOptions): Promise<void> {
    return this.#looking.prepare({ types: true, ...options })
  }

  /** Ends what waits for another look. */
  end(): void {
    this.#looking.end()
  }

  /** Keeps what is known for later runs of the tool. */
  save(): void {
    this.#looking.save()
  }

  /** The project's configuration, as it was last read. */
  get settings(): Settings {
    return this.#configuration.settings
  }

  /** The errors of the configuration and of the baseline, as they were last read. */
  get misconfigured(): readonly Diagnostic[] {
    return [...this.#configuration.diagnostics, ...this.#baseline.diagnostics]
  }

  /** Reads the configuration, which holds for the next look; each later one reads it anew. */
  async configure(): Promise<void> {
    this.#configuration = await readConfiguration(this.project)
    this.#baseline = await readBaseline(this.project)
    this.#isConfigured = true
  }

  /** The project's baseline, as it was last read, with what is wrong with it. */
  get baseline(): ReadBaseline {
    return this.#baseline
  }

  /**
   * Evaluates and validates the bottles of the project. Reads no output and writes nothing. The
   * warnings that the baseline has are marked.
   */
  async load(options: LookOptions = {}): Promise<Loaded> {
    return this.#marked(options, (asked) => this.#looking.look(this.settings, asked))
  }

  /** What `look` finds by the configuration and the baseline, which are read anew if need be. */
  async #marked(
    options: LookOptions,
    look: (asked: LookOptions) => Promise<Loaded>,
  ): Promise<Loaded> {
    if (!this.#isConfigured) await this.configure()
    this.#isConfigured = false
    if (this.misconfigured.length > 0) return unlisted(this.misconfigured)
    const baseline = this.#baselineOf(options)
    const open = (diagnostics: readonly Diagnostic[]) => baseline.open(diagnostics)
    const looked = await look({ ...options, open })
    return { ...looked, diagnostics: baseline.mark(looked.diagnostics) }
  }

  /** The warnings that do not fail: of the baseline, those that the base's has as well. */
  #baselineOf({ baseline: base }: LookOptions): Baseline {
    const { baseline } = this.#baseline
    return base === undefined ? baseline : baseline.within(base)
  }

  /** Works out what must change in the output tree, and changes nothing. */
  async plan(options: LookOptions = {}): Promise<Round> {
    return this.#leave(await this.#plan(options), options)
  }

  async #plan(options: LookOptions): Promise<Round> {
    const asked = { types: true, policies: true, ...options }
    const loaded = options.join === undefined ? await this.load(asked) : await this.#join(asked)
    const { bottles, diagnostics, joined } = loaded
    const { keepGoing = false, strict = this.settings.strict, only, shard } = options
    const isAsked = slugMatcher(only)
    const isOf = (each: BottleFile) => shard === undefined || isInShard(shardKey(each), shard)
    const files = loaded.files.filter((each) => isAsked(each.slug) && isOf(each))
    const hasFailed = joined?.shards.some(({ ok }) => !ok) ?? false
    const isOpen = diagnostics.some(({ baselined }) => baselined !== true)
    const failing = hasErrors(diagnostics) || (strict && isOpen) || hasFailed
    const shards = joined && { shards: joined.shards }
    const unneeded = unneededIn(this.#baseline, loaded, asked)
    const good = bottles.length + loaded.settled.length
    const state = { ok: !failing, applied: false, begun: false, unneeded, good }
    const round = { ...loaded, ...shards, files, ...state }
    const sorted = { diagnostics: sortDiagnostics(diagnostics) }
    const hasNone = (joined?.slugs.size ?? good) === 0
    if (failing && (hasNone || !keepGoing)) return { ...round, ...sorted }
    const { plan, problems } = this.#writer.plan({ ...loaded, files }, this.#placed(options))
    if (plan !== undefined) {
      this.#settle(loaded)
      const isAttributed = options.attributes === true && shard === undefined
      const others = joined?.paths ?? []
      const hidden = isAttributed ? await hiddenFiles(this.project, plan, others) : []
      const ok = round.ok && !hasErrors(hidden) && !(strict && hidden.length > 0)
      return { ...round, ok, diagnostics: sortDiagnostics([...diagnostics, ...hidden]), plan }
    }
    return { ...round, ok: false, diagnostics: sortDiagnostics([...diagnostics, ...problems]) }
  }

  /** Makes the output tree match the source. Nothing is written unless every bottle is good. */
  async synth(options: LookOptions = {}): Promise<Round> {
    const planned = await this.#plan(options)
    const { plan, diagnostics } = planned
    if (plan === undefined) return this.#leave(planned, options)
    const causes = options.causes === true ? await this.#causes(plan) : undefined
    const { problems, ...state } = this.#writer.carryOut(plan, planned, this.#placed(options))
    const ok = planned.ok && problems.length === 0
    const told = { diagnostics: sortDiagnostics([...diagnostics, ...problems]) }
    const made = { ...planned, ...state, ok, ...told, ...(causes === undefined ? {} : { causes }) }
    return this.#leave(made, options)
  }

  /** The last step of shards: what is no shard's alone. */
  async #join(options: LookOptions): Promise<Loaded> {
    const { joinShards } = await import('./shards/join-shards.ts')
    const place = {
      project: this.project,
      sandbox: this.#sandbox,
      policies: this.#looking.policies,
    }
    return this.#marked(options, (asked) => {
      const rules = { settings: this.settings, baseline: this.#baselineOf(options) }
      return joinShards(place, rules, this.#placed(asked))
    })
  }

  /** Leaves of a shard what the last step has to know. */
  async #leave(round: Round, options: LookOptions): Promise<Round> {
    const { shard } = options
    if (shard === undefined || this.misconfigured.length > 0) return round
    const { leaveRecord } = await import('./shards/leave-record.ts')
    const hashesOf = (file: string) => this.#looking.known.hashesOf(file)
    const expectedOf = (bottle: Round['bottles'][number]) => this.#writer.expectedOf(bottle)
    const rules = { settings: this.settings, baseline: this.#baselineOf(options) }
    const made = { project: this.project, ...rules, hashesOf, expectedOf }
    const problems = leaveRecord(round, shard, made, this.#placed(options))
    if (problems.length === 0) return round
    return {
      ...round,
      ok: false,
      diagnostics: sortDiagnostics([...round.diagnostics, ...problems]),
    }
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
    this.#looking.settle(loaded, (bottle) => this.#writer.expectedOf(bottle))
  }

  /** What changed the Smolfiles that a plan updates. */
  async #causes(plan: Plan): Promise<ReadonlyMap<string, Cause>> {
    const { findCauses } = await import('./causes.ts')
    // In package.json the configuration is not alone: it changes with each version of the tool.
    const { file: configuration } = this.#configuration
    const own = configuration === configurationName ? [configuration] : []
    return findCauses(plan, (file) => [...this.#looking.known.inputsOf(file), ...own])
  }

  #placed(options: LookOptions): LookOptions & { readonly out: string } {
    return { ...options, out: options.out ?? this.settings.out }
  }
}
