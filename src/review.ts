/**
 * Reviews as data: what changed, what it means for isolation, and what bottles can get at. Nothing
 * of a base is run, and what may be a secret is left out.
 *
 * @packageDocumentation
 */
import type { Diagnostic } from './diagnostic/diagnostic.ts'
import { hasErrors } from './diagnostic/diagnostic.ts'
import type { DialectName } from './dialects/dialects.ts'
import type { IsolationClass, SettingValue } from './dialects/isolation/change.ts'
import { SecretLabels } from './dialects/masking.ts'
import type { Beyond } from './reach/beyond.ts'
import type { ReachItem } from './reach/reach-items.ts'
import { reachItems } from './reach/reach-items.ts'
import type { DiffResult } from './review/diff-trees.ts'
import { diffBase, diffSource } from './review/diff-trees.ts'
import { reviewAsJson } from './review/output/json.ts'
import { reachBottles } from './review/reach-bottles.ts'
import type { PlaceOf } from './review/reach-places.ts'

export type { Diagnostic, Origin } from './diagnostic/diagnostic.ts'
export type { DialectName } from './dialects/dialects.ts'
export type { IsolationClass, SettingValue } from './dialects/isolation/change.ts'
export { ProjectError } from './project/project-path.ts'

export interface ProjectRequest {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** The git ref to compare with. */
  readonly base?: string
  /** The root of the base's repository; needed where one lies in another. */
  readonly repository?: string
}

export interface DiffRequest extends ProjectRequest {
  /** The output tree, relative to the project. Default: as configured. */
  readonly out?: string
}

/** The commit that was compared with. */
export interface Base {
  readonly repository: string
  /** The ref as it was given. */
  readonly ref: string
  /** The id of the commit that it names. */
  readonly commit: string
}

/** One change of one bottle, classed by what it does to isolation. */
export interface ClassedChange {
  readonly slug: string
  /** The setting, such as `env.NO_PROXY` or `net[0].socket`. */
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Absent where there was nothing. */
  readonly before?: SettingValue
  readonly after?: SettingValue
  readonly class: IsolationClass
  /** Why it is of this class. */
  readonly reason: string
  readonly note?: string
  /** Where the setting is made, relative to the project, when that is known. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

export interface ChangedBottle {
  readonly slug: string
  readonly state: 'added' | 'removed' | 'renamed' | 'changed'
  /** The slug that a renamed bottle had. */
  readonly from?: string
  /** Absent of what is no Smolfile. */
  readonly dialect?: DialectName
  /** Said when nothing is known of what is behind its socket, which decides what it reaches. */
  readonly caution?: string
  readonly findings: readonly ClassedChange[]
}

/** The changes between two states of a project. */
export interface ProjectDiff {
  /** Whether both could be read; without it there may be changes that are not here. */
  readonly ok: boolean
  readonly base?: Base
  /** The number of findings of each class. */
  readonly findings: Readonly<Record<IsolationClass, number>>
  /** The bottles that changed, first those of which something widens. */
  readonly bottles: readonly ChangedBottle[]
  readonly configuration?: { readonly file: string; readonly findings: readonly ClassedChange[] }
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * What changed: with a base, the output tree since that commit; else what synth would change.
 *
 * @throws ProjectError when the project is no folder.
 *
 * @example
 * ```ts
 * import { diff } from 'bottleworks/review'
 *
 * const { ok, findings } = await diff({ base: 'HEAD' })
 * if (!ok || findings.widens > 0) process.exitCode = 1
 * ```
 */
export async function diff({ base, ...options }: DiffRequest = {}): Promise<ProjectDiff> {
  return base === undefined
    ? asDiff(await diffSource(options))
    : asDiff(await diffBase(base, options))
}

function asDiff({ review, base, diagnostics }: DiffResult): ProjectDiff {
  const { summary, bottles, configuration } = reviewAsJson(review ?? { bottles: [] })
  const { widens, narrows, inside, neutral } = summary
  return {
    ok: review !== undefined && !hasErrors(diagnostics),
    ...(base === undefined ? {} : { base }),
    findings: { widens, narrows, inside, neutral },
    bottles: bottles as readonly ChangedBottle[],
    ...(configuration === undefined ? {} : { configuration }),
    diagnostics,
  }
}

export interface ReachRequest extends ProjectRequest {
  /** The bottles that are looked at. Default: all. */
  readonly slugs?: readonly string[]
  /** The file of a ceiling, from the current folder; with a base, as it is there. */
  readonly within?: string
}

/** A setting, and where it is made when that is known. */
export interface MadeSetting {
  readonly path: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** One thing that a bottle can get at. */
export interface Reached {
  /** What sort of thing it is, such as `addresses`, `names`, `files` or `secrets`. */
  readonly part: string
  readonly what: string
  /** What it depends on; absent when it is so whatever else is. */
  readonly depends?: string
  readonly note?: string
  /** The settings that grant it; of what was lost, those that did. */
  readonly by: readonly MadeSetting[]
}

export interface ReachingBottle {
  readonly slug: string
  readonly dialect: DialectName
  /** The bottle file, relative to the project; absent of one that was removed. */
  readonly source?: string
  /** All that it can get at: what is not here is closed. Absent of one that was removed. */
  readonly reach?: readonly Reached[]
  /** With a base: what became of it since. */
  readonly state?: 'added' | 'removed' | 'renamed' | 'kept'
  /** The slug that a renamed bottle had. */
  readonly from?: string
  /** With a base: what it can get at now, and what it could. */
  readonly gained?: readonly Reached[]
  readonly lost?: readonly Reached[]
  /** With a ceiling: what is above it. */
  readonly above?: readonly Reached[]
}

/** What the bottles of a project can get at. */
export interface ProjectReach {
  /** Whether all could be looked at. What is above a ceiling is in `bottles`. */
  readonly ok: boolean
  readonly base?: Base
  readonly bottles: readonly ReachingBottle[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * What bottles can get at, by their source: by itself, beside a base, and beside a ceiling.
 *
 * @throws ProjectError when the project is no folder.
 *
 * @example
 * ```ts
 * import { reach } from 'bottleworks/review'
 *
 * const { bottles } = await reach({ slugs: ['demo'] })
 * const files = bottles.flatMap(({ reach: reached = [] }) =>
 *   reached.flatMap(({ part, what }) => (part === 'files' ? [what] : [])),
 * )
 * ```
 */
export async function reach(options: ReachRequest = {}): Promise<ProjectReach> {
  const { bottles, base, diagnostics, placeOf } = await reachBottles(options)
  return {
    ok: bottles !== undefined && !hasErrors(diagnostics),
    ...(base === undefined ? {} : { base }),
    bottles: (bottles ?? []).map(({ slug, dialect, source, reach: reached, since, above }) => {
      const shown = (items: readonly (ReachItem | Beyond)[], place: PlaceOf = placeOf) =>
        items.map((item) => asReached(slug, item, place))
      return {
        slug,
        dialect,
        ...(source === undefined ? {} : { source }),
        ...(reached === undefined ? {} : { reach: shown(reachItems(reached)) }),
        ...(since === undefined
          ? {}
          : {
              state: since.state,
              ...(since.from === undefined ? {} : { from: since.from }),
              gained: shown(since.gained),
              lost: shown(since.lost, () => undefined),
            }),
        ...(above === undefined ? {} : { above: shown(above) }),
      }
    }),
    diagnostics,
  }
}

function asReached(slug: string, item: ReachItem | Beyond, placeOf: PlaceOf): Reached {
  const { part, what, by } = item
  const { depends, note } = item as Partial<ReachItem>
  return {
    part,
    what: new SecretLabels().mask(what),
    ...(depends === undefined ? {} : { depends }),
    ...(note === undefined ? {} : { note }),
    by: by.map((path): MadeSetting => {
      const { path: known = path, origin } = placeOf(slug, path) ?? {}
      const { file, line, column } = origin ?? {}
      return {
        path: known,
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
      }
    }),
  }
}
