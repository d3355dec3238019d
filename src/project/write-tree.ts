import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { FileError } from '../files/file-error.ts'
import { applyPlan } from '../output/apply.ts'
import type { Expected, Plan } from '../output/plan.ts'
import { editedDiagnostics, makePlan } from '../output/plan.ts'
import type { OutputTree } from '../output/tree.ts'
import { readTree } from '../output/tree.ts'
import { expectedOutput, proveOutput } from './expected-output.ts'
import type { Joined, Loaded } from './look.ts'
import { isSlugPattern, slugMatcher } from './slug-patterns.ts'
import type { SynthOptions } from './types.ts'
import type { Bottle } from './validate.ts'

type WriteOptions = Pick<SynthOptions, 'only' | 'force' | 'keepGoing' | 'dryRun' | 'shard'> & {
  /** The output tree, relative to the project. */
  readonly out: string
  readonly changed?: ReadonlySet<string>
  /** What may have changed in the output tree since, by slug; an empty text is the tree itself. */
  readonly touched?: ReadonlySet<string>
}

/** What a look has to be compared with the output tree. */
type Sourced = Pick<Loaded, 'files' | 'bottles' | 'unread'> & {
  /** The output of further bottles, which is known. */
  readonly settled: readonly Expected[]
  /** Of the last step of shards, what these have found. */
  readonly joined?: Joined | undefined
}

/** The outcome of a plan. */
interface CarriedOut {
  readonly applied: boolean
  /** Whether any of it was carried out, be it all or what came before an error. */
  readonly begun: boolean
  /** The diagnostics that stand against it. */
  readonly problems: readonly Diagnostic[]
}

/**
 * Compares bottles with the output tree, and makes it match. What it has written is remembered: a
 * look that says what has changed since reads those folders alone that are to be others.
 */
export class TreeWriter {
  readonly #project: string
  /** The output that the bottles are to give: each is rendered once. */
  readonly #expected = new WeakMap<Bottle, Expected>()
  /** The known content of the output tree, by slug; nothing when it is to be looked at as a whole, or a slug is. */
  #written: ReadonlyMap<string, Expected | undefined> | undefined

  #out: string | undefined

  constructor(project: string) {
    this.#project = project
  }

  /**
   * The plan for the good bottles of a look, or what stands against it.
   *
   * @throws BugError when a Smolfile that is to be written does not read back as its document.
   */
  plan(loaded: Sourced, options: WriteOptions): { plan?: Plan; problems: readonly Diagnostic[] } {
    const { out, only, force = false, changed, touched, shard } = options
    if (out !== this.#out || touched?.has('')) this.#written = undefined
    this.#out = out
    if (this.#written !== undefined && touched !== undefined) {
      const unknown = [...touched].map((slug) => [slug, undefined] as const)
      this.#written = new Map([...this.#written, ...unknown])
    }
    const wanted = this.#wanted(loaded)
    // What is left of a bottle that is gone belongs to a pattern, and a name may be misspelt.
    const isGone = slugMatcher(only?.filter(isSlugPattern))
    const isKept = (slug: string) => !isGone(slug) || isBad.has(slug) || isUnread(slug)
    const unread = new Set(loaded.unread)
    // What a fleet that cannot be read has given before may be what it gives again.
    const isUnread = (slug: string) =>
      unread.size > 0 &&
      (tree?.folders.get(slug)?.manifests.some(({ source }) => unread.has(source)) ?? false)
    let tree: OutputTree | undefined
    const isBad = new Set(loaded.files.map(({ slug }) => slug).filter((slug) => !wanted.has(slug)))
    const shards = loaded.joined?.slugs
    // A shard cannot know what is another's, so whatever is not its own is not looked at.
    const own = shard && new Set([...loaded.files.map(({ slug }) => slug), ...wanted.keys()])
    const differing = changed === undefined ? undefined : this.#differing(wanted)
    const slugs = own ?? differing
    const expected = [...wanted.values()].filter(({ slug }) => slugs?.has(slug) ?? true)
    try {
      tree = readTree(this.#project, out, { only: slugs, leaving: shards })
      const plan = makePlan(expected, tree, {
        out,
        keep: own === undefined ? isKept : () => true,
        force,
        isAsked: slugMatcher(only),
      })
      this.#prove(plan, loaded.bottles)
      return { plan, problems: [] }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return { problems: [error.diagnostic] }
    }
  }

  /** Carries out a plan, unless a Smolfile that it has a part in was edited by hand. */
  carryOut(plan: Plan, loaded: Sourced, options: WriteOptions): CarriedOut {
    const { keepGoing = false, only, dryRun = false } = options
    const edited = editedDiagnostics(plan)
    if (edited.length > 0 && !keepGoing) return { applied: false, begun: false, problems: edited }
    if (dryRun) return { applied: false, begun: false, problems: edited }
    // Whatever is done before an error is seen when everything is looked at again.
    this.#written = undefined
    try {
      applyPlan(plan)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return { applied: false, begun: error.begun, problems: [...edited, error.diagnostic] }
    }
    const wanted = this.#wanted(loaded)
    const isGood = wanted.size === loaded.files.length && loaded.unread.length === 0
    const isWhole = only === undefined && edited.length === 0 && isGood
    if (isWhole) this.#written = wanted
    return { applied: true, begun: true, problems: edited }
  }

  /** The output that a bottle is to give. */
  expectedOf(bottle: Bottle): Expected {
    const expected = this.#expected.get(bottle) ?? expectedOutput(bottle)
    this.#expected.set(bottle, expected)
    return expected
  }

  #wanted({ bottles, settled }: Sourced): ReadonlyMap<string, Expected> {
    const all = [...settled, ...bottles.map((bottle) => this.expectedOf(bottle))]
    return new Map(all.map((expected) => [expected.slug, expected]))
  }

  /** The slugs that are not known to have what they are to have. */
  #differing(wanted: ReadonlyMap<string, Expected>): ReadonlySet<string> | undefined {
    const written = this.#written
    if (written === undefined) return undefined
    const slugs = [...wanted.keys(), ...written.keys()]
    const isKnown = (slug: string) =>
      written.get(slug) !== undefined && wanted.get(slug) === written.get(slug)
    return new Set(slugs.filter((slug) => !isKnown(slug)))
  }

  /** A Smolfile that is on disk as it should be has been proven when it was written. */
  #prove({ entries }: Plan, bottles: readonly Bottle[]): void {
    const bySlug = new Map(bottles.map((bottle) => [bottle.slug, bottle]))
    for (const { slug, writes } of entries) {
      const bottle = bySlug.get(slug)
      if (bottle !== undefined) proveOutput(bottle, writes)
    }
  }
}
