import { applyPlan } from '../assembly/apply.ts'
import { OutputError } from '../assembly/output-error.ts'
import type { Expected, PlanEntry } from '../assembly/plan.ts'
import { editedDiagnostics, makePlan } from '../assembly/plan.ts'
import { defaultOut, readTree } from '../assembly/tree.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { repeatedSlugs } from '../evaluate/discover.ts'
import type { Evaluated, Memory, Printed } from '../evaluate/evaluate.ts'
import { evaluateBottles } from '../evaluate/evaluate.ts'
import type { Input, Outcome } from '../evaluate/sandbox/protocol.ts'
import { checkTypes } from '../evaluate/types/check-types.ts'
import { mergeTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import type { KnownPlaces, Workplace } from '../pipeline.ts'
import { expectedOutput, listBottles, locateFindings, proveOutput } from '../pipeline.ts'
import type { Bottle, KnownChecks } from '../smolfile/validate.ts'
import { validate } from '../smolfile/validate.ts'

export interface IncrementalOptions {
  readonly out?: string
  readonly strict?: boolean
  readonly types?: boolean
}

/** What one round has done. */
export interface Round {
  readonly ok: boolean
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
  /** The modules that a good bottle is made of. */
  readonly #inputs = new Map<string, readonly string[]>()
  readonly #checks: KnownChecks = new WeakMap()
  readonly #places: KnownPlaces = new WeakMap()
  readonly #expected = new WeakMap<Bottle, Expected>()
  /** What the output tree is known to hold, by slug. */
  #written: Map<string, Expected> | undefined
  #types: readonly Diagnostic[] = []

  constructor(place: Workplace, options: IncrementalOptions) {
    this.#place = place
    this.#options = options
  }

  /** Files of the project, outside of the bottles' folder as well, that bottles are made of. */
  inputs(): ReadonlySet<string> {
    return new Set([...this.#inputs.values()].flat())
  }

  /** Keeps what is known for later runs of the tool. */
  save(): void {
    this.#place.cache?.save([...this.#good.keys()])
  }

  /**
   * Makes the output tree match the source.
   *
   * @param changed The files that may have changed since the last round. Default: all.
   */
  async round(changed?: ReadonlySet<string>): Promise<Round> {
    const { project, sandbox } = this.#place
    const files = listBottles(project, new Map())
    if ('code' in files) return failedRound(files)
    sandbox.reload()
    const names = new Set(files.map(({ file }) => file))
    for (const file of this.#good.keys()) if (!names.has(file)) this.#forget(file)
    const affected = files.filter(({ file }) => this.#isAffected(file, changed))
    for (const { file } of affected) this.#forget(file)
    const checking = this.#checkTypes(files, affected, changed)
    const {
      evaluated,
      printed,
      diagnostics: failures,
    } = await evaluateBottles(sandbox, affected, this.#memory())
    for (const each of evaluated) this.#good.set(each.file, each)
    for (const { file } of affected) if (!this.#good.has(file)) this.#forget(file)
    const good = files.flatMap(({ file }) => this.#good.get(file) ?? [])
    const { bottles, findings } = validate(good, this.#checks)
    const located = await locateFindings(sandbox, findings, this.#places)
    const told = [...repeatedSlugs(files), ...failures, ...located]
    const types = mergeTypeErrors(await checking, told, [...names])
    const diagnostics = [...told, ...types.diagnostics]
    const state = { bottles: files.length, evaluated: affected.length, printed }
    const isBad =
      hasErrors(diagnostics) || (this.#options.strict === true && diagnostics.length > 0)
    if (isBad || bottles.length === 0) {
      return { ...state, ok: !isBad, entries: [], diagnostics: sortDiagnostics(diagnostics) }
    }
    const { entries, problems } = this.#write(bottles)
    const all = sortDiagnostics([...diagnostics, ...problems])
    return { ...state, ok: problems.length === 0, entries, diagnostics: all }
  }

  #isAffected(file: string, changed: ReadonlySet<string> | undefined): boolean {
    const inputs = this.#inputs.get(file)
    // Nobody knows what a bad bottle is waiting for.
    if (inputs === undefined || changed === undefined) return true
    return inputs.some((input) => changed.has(input))
  }

  #forget(file: string): void {
    this.#good.delete(file)
    this.#inputs.delete(file)
  }

  /** What earlier runs of the tool know is asked in the first round, and kept up to date. */
  #memory(): Memory {
    const { cache } = this.#place
    const isFirst = this.#written === undefined
    return {
      find: (file) => {
        const outcome = isFirst ? cache?.find(file) : undefined
        if (outcome !== undefined) this.#inputs.set(file, cache?.inputsOf(file) ?? [file])
        return outcome
      },
      keep: (file: string, outcome: Outcome, inputs: readonly Input[]) => {
        cache?.keep(file, outcome, inputs)
        if (outcome.kind !== 'definition') return
        this.#inputs.set(
          file,
          inputs.map(({ path }) => path),
        )
      },
    }
  }

  /**
   * The type errors that there are now. Those of the affected bottles are looked for anew; when a
   * file has changed that no bottle is made of, it may hold types alone, and all are.
   */
  async #checkTypes(
    all: readonly BottleFile[],
    affected: readonly BottleFile[],
    changed: ReadonlySet<string> | undefined,
  ): Promise<readonly Diagnostic[]> {
    if (this.#options.types === false) return []
    const known = this.inputs()
    const isKnown = (file: string) => known.has(file) || affected.some((each) => each.file === file)
    const isWhole = changed === undefined || this.#types.length > 0 || ![...changed].every(isKnown)
    const files = (isWhole ? all : affected).map(({ file }) => file)
    this.#types = await checkTypes(this.#place.project, files)
    return this.#types
  }

  #write(bottles: readonly Bottle[]): {
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
      applyPlan(plan)
      const edited = plan.entries.filter(({ action }) => action === 'edited')
      for (const { slug } of edited) wanted.delete(slug)
      this.#written = wanted
      const entries = plan.entries.filter(({ action }) => action !== 'unchanged')
      return { entries, problems: editedDiagnostics(plan) }
    } catch (error) {
      if (!(error instanceof OutputError)) throw error
      // Whatever was done before the error is seen when everything is looked at again.
      this.#written = undefined
      return { entries: [], problems: [error.diagnostic] }
    }
  }

  #expectedOf(bottle: Bottle): Expected {
    const expected = this.#expected.get(bottle) ?? expectedOutput(bottle)
    this.#expected.set(bottle, expected)
    return expected
  }
}

function failedRound(diagnostic: Diagnostic): Round {
  const nothing = { bottles: 0, evaluated: 0, entries: [], printed: [] }
  return { ...nothing, ok: false, diagnostics: [diagnostic] }
}
