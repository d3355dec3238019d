import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors } from '../diagnostic/diagnostic.ts'
import { groupBy } from '../diagnostic/group-by.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { DefinitionFile } from '../evaluate/discover.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import { limits } from '../evaluate/limits.ts'
import type { Input } from '../evaluate/sandbox/protocol.ts'
import type { KnownTypes } from '../evaluate/types/known-types.ts'
import { manifestText } from '../output/manifest.ts'
import type { Expected } from '../output/plan.ts'
import type { Settings } from './configuration-form.ts'
import type { Loaded } from './look.ts'
import type { Settled, SettledMember, SettledPolicies } from './settled.ts'
import { SettledFiles } from './settled.ts'
import type { LoadResult, SynthOptions } from './types.ts'
import type { Bottle } from './validate.ts'

/** What a look has found out of bottles that were not settled before it. */
interface Found extends Pick<Loaded, keyof LoadResult | 'sources' | 'settled' | 'claims'> {
  /** Where there are so many that their definitions are forgotten: what did not give good ones alone. */
  readonly partial?: ReadonlySet<string> | undefined
  /** The policies that have judged, if nothing was wrong with them. */
  readonly policies: SettledPolicies | undefined
}

/** What is known of files. */
interface Known {
  /** The modules that a file is made of. */
  hashesOf(file: string): readonly Input[]
  /** All its bottles. */
  membersOf(file: string): readonly Evaluated[]
}

/** How bottles are judged in a look. */
interface Judging {
  /** The policy files that there are. */
  readonly rules: readonly string[]
  /** Whether all bottles are looked at. */
  readonly isWhole: boolean
}

/** What is settled of a project, for the looks that ask for no more of a bottle than its output. */
export class Settling {
  readonly #project: string
  readonly #isAllowed: boolean
  #files: SettledFiles | undefined
  #judging: Judging = { rules: [], isWhole: true }

  /**
   * @param project Real path of the project.
   * @param isAllowed Whether anything is taken from earlier runs of the tool, and kept for later ones.
   */
  constructor(project: string, isAllowed: boolean) {
    this.#project = project
    this.#isAllowed = isAllowed
  }

  /** The types of bottle files as far as they are known, once anything was looked for. */
  get types(): KnownTypes | undefined {
    return this.#files?.types
  }

  /** The files of which all is known, if that is asked for. */
  find(
    files: readonly DefinitionFile[],
    settings: Settings,
    { settled = false }: Pick<SynthOptions, 'settled'>,
    judging: Judging,
  ): ReadonlyMap<string, Settled> {
    if (!settled || !this.#isAllowed) return new Map()
    const known = new SettledFiles(this.#project, settings, judging.rules)
    this.#files = known
    this.#judging = judging
    if (!known.holdsFor(files, judging.isWhole)) return new Map()
    const found = files.map(({ file }) => [file, known.find(file)] as const)
    return new Map(found.flatMap(([file, each]) => (each === undefined ? [] : [[file, each]])))
  }

  /**
   * Keeps what the good bottles of a look give, but for those that printed something.
   *
   * @param found What is known of the files, whichever of their bottles were asked for.
   */
  keep(
    { sources, bottles, diagnostics, printed, policies, settled, claims, partial }: Found,
    found: Known,
    expectedOf: (bottle: Bottle) => Expected,
  ): void {
    const known = this.#files
    if (known === undefined) return
    const { rules, isWhole } = this.#judging
    const isJudged = rules.length === 0 || policies !== undefined
    const isPart = policies?.areTogether === true && !isWhole
    const loud = new Set(printed.map(({ slug }) => slug))
    if (!isJudged || isPart || rules.some((file) => loud.has(file))) return
    const names = sources.map(({ file }) => file)
    if (partial !== undefined && !isSmall(settled)) {
      known.save(names)
      return
    }
    if (bottles.length > 0 || partial !== undefined) known.judgedBy(policies)
    const told = groupBy(diagnostics, ({ slug }) => slug)
    for (const [file, good] of groupBy(bottles, ({ source }) => source)) {
      if (good.length !== found.membersOf(file).length || loud.has(file)) continue
      if (good.some(({ slug }) => loud.has(slug))) continue
      const slugs = new Set(good.map(({ slug }) => slug))
      known.keep(file, {
        inputs: found.hashesOf(file),
        members: good.map((bottle) => memberOf(bottle, expectedOf(bottle))),
        told: [...slugs].flatMap((slug) => (told.get(slug) ?? []).map(withoutMark)),
      })
    }
    if (partial !== undefined)
      this.#keepParts(known, { settled, partial, claims, told, loud }, found)
    known.save(names)
  }

  /** Keeps what is good of bottles whose definitions are forgotten. */
  #keepParts(
    known: SettledFiles,
    { settled, partial, claims, told, loud }: Parts,
    found: Pick<Known, 'hashesOf'>,
  ): void {
    const claimed = groupBy(claims, ({ file, slug }) => JSON.stringify([file, slug]))
    for (const [file, good] of groupBy(settled, ({ source }) => source)) {
      if (partial.has(file) || good.some(({ slug }) => loud.has(slug))) continue
      known.keep(file, {
        inputs: found.hashesOf(file),
        members: good.map((expected) => {
          const own = claimed.get(JSON.stringify([file, expected.slug])) ?? []
          return { expected, claims: own.map(({ what, value }) => ({ what, value })) }
        }),
        told: [...new Set(good.map(({ slug }) => slug))].flatMap((slug) => told.get(slug) ?? []),
      })
    }
  }
}

/** What is left of bottles whose definitions are forgotten. */
interface Parts extends Pick<Found, 'settled' | 'claims'> {
  readonly partial: ReadonlySet<string>
  readonly told: ReadonlyMap<string | undefined, readonly Diagnostic[]>
  /** The slugs of bottles that printed something. */
  readonly loud: ReadonlySet<string>
}

/** Whether all of it may fit into what is kept: more than that is not written at all. */
function isSmall(settled: readonly Expected[]): boolean {
  const length = settled.reduce(
    (sum, { text, companion, manifest }) =>
      sum + text.length + (companion?.text.length ?? 0) + (manifest?.length ?? 0),
    0,
  )
  return length <= limits.cacheBytes
}

/** What a baseline has is asked of it anew. */
function withoutMark({ baselined: _, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic
}

function memberOf(bottle: Bottle, expected: Expected): SettledMember {
  const claims = claimsOf(bottle).map(({ what, value }) => ({ what, value }))
  return { expected: { ...expected, manifest: manifestText(expected) }, claims }
}

function claimsOf({ dialect, document }: Bottle) {
  return dialectOf(dialect).claims(document)
}

/**
 * Whether what a look has found says nothing of the settled files beside it, and nothing for which
 * all bottles have to be known: it is of other bottles, no error, and two do not want the same.
 *
 * @param isFailing Whether warnings fail, of these or of what is settled.
 */
export function isUndisturbed(
  settled: readonly Settled[],
  bottles: readonly Bottle[],
  diagnostics: readonly Diagnostic[],
  isFailing: boolean,
): boolean {
  if (settled.length === 0) return true
  if (hasErrors(diagnostics) || isFailing) return false
  const slugs = new Set(bottles.map(({ slug }) => slug))
  if (diagnostics.some(({ slug }) => slug === undefined || !slugs.has(slug))) return false
  const known = settled.flatMap(({ members }) => members.flatMap(({ claims }) => claims))
  const claims = [...known, ...bottles.flatMap(claimsOf)]
  return new Set(claims.map(({ what, value }) => `${what} ${value}`)).size === claims.length
}
