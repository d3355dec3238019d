import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { repeatedSlugs } from '../evaluate/discover.ts'
import type { Evaluated, Memory, Printed } from '../evaluate/evaluate.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { Input, Outcome } from '../evaluate/sandbox/protocol.ts'
import { checkTypes } from '../evaluate/types/check-types.ts'
import { mergeTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { OutputError } from '../files/file-error.ts'
import type { Expected, PlanEntry } from '../output/plan.ts'
import { makePlan } from '../output/plan.ts'
import { defaultOut, readTree } from '../output/tree.ts'
import type { KnownPlaces, Workplace } from './pipeline.ts'
import {
  carryOut,
  expectedOutput,
  listBottles,
  locateFindings,
  proveOutput,
  selectFiles,
} from './pipeline.ts'
import type { Bottle, KnownChecks } from './validate.ts'
import { validate } from './validate.ts'

export interface IncrementalOptions {
  readonly out?: string
  readonly strict?: boolean
  readonly types?: boolean
}

/** What one round has done. */
export interface Round {
  readonly ok: boolean
  /** Whether any of the output tree was written, be it all or what came before an error. */
  readonly begun: boolean
  /** Whether the types of some bottles alone were checked. */
  readonly isPartial: boolean
  /** How many bottles there are. */
  readonly bottles: number
  /** How many were evaluated. */
  readonly evaluated: number
  /** What was done to the output tree, or stands against it; nothing of what is as it was. */
  readonly entries: readonly PlanEntry[]
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

/**
 * Synth again and again, in one sandbox: each round evaluates the bottles that changed files have a
 * part in, and looks at those folders of the output tree whose Smolfiles are to be others.
 */
export class IncrementalSynth {
  readonly #place: Workplace
  readonly #options: IncrementalOptions
  /** The bottles that are good so far, by file. */
  readonly #good = new Map<string, Evaluated>()
  /** The modules that a bottle is made of, or would be. */
  readonly #inputs = new Map<string, readonly string[]>()
  readonly #checks: KnownChecks = new WeakMap()
  readonly #places: KnownPlaces = new WeakMap()
  readonly #expected = new WeakMap<Bottle, Expected>()
  /** What the output tree is known to hold, by slug. */
  #written: Map<string, Expected> | undefined
  #types: readonly Diagnostic[] = []
  /** The bottle files, when they were last listed. */
  #files: readonly string[] | undefined

  constructor(place: Workplace, options: IncrementalOptions) {
    this.#place = place
    this.#options = options
  }

  /** Files of the project, outside of the bottles' folder as well, that bottles are made of. */
  inputs(): Set<string> {
    return new Set([...this.#inputs.values()].flat())
  }

  /** Keeps what is known for later runs of the tool. */
  save(): void {
    if (this.#files !== undefined) this.#place.cache?.save(this.#files)
  }

  /**
   * Makes the output tree match the source.
   *
   * @param changed The files that may have changed since the last round. Default: all. When there
   *   is none, the types of all bottles are checked.
   */
  async round(changed?: ReadonlySet<string>): Promise<Round> {
    const { project, sandbox } = this.#place
    const files = listBottles(project, new Map())
    if ('code' in files) return failedRound(files)
    sandbox.reload()
    const names = new Set(files.map(({ file }) => file))
    this.#files = [...names]
    for (const file of this.#good.keys()) if (!names.has(file)) this.#forget(file)
    const affected = files.filter(({ file }) => this.#isAffected(file, changed))
    const isPartial = this.#isPartial(affected, changed)
    for (const { file } of affected) this.#forget(file)
    const checking = this.#checkTypes(isPartial ? affected : files)
    checking.catch(() => {}) // it is awaited below, unless the evaluation fails first
    const {
      evaluated,
      printed,
      diagnostics: failures,
    } = await evaluateBottles(sandbox, affected, this.#memory(changed === undefined))
    for (const each of evaluated) this.#good.set(each.file, each)
    const good = files.flatMap(({ file }) => this.#good.get(file) ?? [])
    const { bottles, findings } = validate(good, this.#checks)
    const located = await locateFindings(sandbox, findings, this.#places)
    const { diagnostics: missing } = selectFiles(files, undefined)
    const told = [...missing, ...repeatedSlugs(files), ...failures, ...located]
    const types = mergeTypeErrors(await checking, told, [...names])
    const diagnostics = [...told, ...types.diagnostics]
    const state = { bottles: files.length, evaluated: affected.length, printed, isPartial }
    const isBad =
      hasErrors(diagnostics) || (this.#options.strict === true && diagnostics.length > 0)
    if (isBad || bottles.length === 0) {
      const nothing = { ok: !isBad, begun: false, entries: [] }
      return { ...state, ...nothing, diagnostics: sortDiagnostics(diagnostics) }
    }
    const { problems, ...written } = this.#write(bottles)
    const all = sortDiagnostics([...diagnostics, ...problems])
    return { ...state, ...written, ok: problems.length === 0, diagnostics: all }
  }

  #isAffected(file: string, changed: ReadonlySet<string> | undefined): boolean {
    // Nobody knows what a bad bottle is waiting for.
    if (!this.#good.has(file) || changed === undefined) return true
    return this.#inputs.get(file)?.some((input) => changed.has(input)) ?? true
  }

  #forget(file: string): void {
    this.#good.delete(file)
    this.#inputs.delete(file)
  }

  /** What earlier runs of the tool know is asked in the first round, and kept up to date. */
  #memory(isFirst: boolean): Memory {
    const { cache } = this.#place
    return {
      find: (file) => {
        const outcome = isFirst ? cache?.find(file) : undefined
        if (outcome !== undefined) this.#inputs.set(file, cache?.inputsOf(file) ?? [file])
        return outcome
      },
      keep: (file: string, outcome: Outcome, inputs: readonly Input[]) => {
        cache?.keep(file, outcome, inputs)
        this.#inputs.set(
          file,
          inputs.map(({ path }) => path),
        )
      },
    }
  }

  /**
   * Whether the types of the affected bottles are enough for now: what is written has them. Another
   * bottle may name the types of a file that it does not evaluate, so all are to be checked after.
   * When a file has changed that no bottle is made of, it may hold types alone.
   */
  #isPartial(affected: readonly BottleFile[], changed: ReadonlySet<string> | undefined): boolean {
    if (changed === undefined || changed.size === 0 || this.#types.length > 0) return false
    if (this.#options.types === false) return false
    const known = this.inputs()
    for (const { file } of affected) known.add(file)
    return [...changed].every((file) => known.has(file))
  }

  /** The type errors that there are in bottle files and what they import. */
  async #checkTypes(bottles: readonly BottleFile[]): Promise<readonly Diagnostic[]> {
    if (this.#options.types === false) return []
    const files = bottles.map(({ file }) => file)
    this.#types = await checkTypes(this.#place.project, files)
    return this.#types
  }

  #write(bottles: readonly Bottle[]): {
    readonly begun: boolean
    readonly entries: readonly PlanEntry[]
    readonly problems: readonly Diagnostic[]
  } {
    const { out = defaultOut } = this.#options
    const wanted = new Map(bottles.map((bottle) => [bottle.slug, this.#expectedOf(bottle)]))
    const before = this.#written
    const slugs =
      before === undefined
        ? undefined
        : new Set(
            [...wanted.keys(), ...before.keys()].filter(
              (slug) => wanted.get(slug) !== before.get(slug),
            ),
          )
    const expected = [...wanted.values()].filter(({ slug }) => slugs?.has(slug) ?? true)
    try {
      const tree = readTree(this.#place.project, out, slugs)
      const plan = makePlan(expected, tree, { out, keep: () => false, force: false })
      proveOutput(plan, bottles)
      const { applied, begun, problems } = carryOut(plan)
      if (applied) this.#written = wanted
      // Whatever was done before the error is seen when everything is looked at again.
      else if (begun) this.#written = undefined
      const entries = applied ? plan.entries.filter(({ action }) => action !== 'unchanged') : []
      return { begun, entries, problems }
    } catch (error) {
      if (!(error instanceof OutputError)) throw error
      return { begun: false, entries: [], problems: [error.diagnostic] }
    }
  }

  #expectedOf(bottle: Bottle): Expected {
    const expected = this.#expected.get(bottle) ?? expectedOutput(bottle)
    this.#expected.set(bottle, expected)
    return expected
  }
}

function failedRound(diagnostic: Diagnostic): Round {
  const nothing = { bottles: 0, evaluated: 0, entries: [], printed: [], begun: false }
  return { ...nothing, ok: false, isPartial: false, diagnostics: [diagnostic] }
}
