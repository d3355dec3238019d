/**
 * What the bottles of a project can get at, by their source, with the places that grant it: by
 * itself, beside what they could at a git ref, and beside a ceiling.
 */
import { relative, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'
import type { DialectName } from '../dialects/dialects.ts'
import type { Reach } from '../dialects/reach.ts'
import { noNetwork } from '../dialects/reach.ts'
import { FileError } from '../files/file-error.ts'
import type { Commit, ComparedBase } from '../output/git-commit.ts'
import { readRepositoryFiles, readTreeAt } from '../output/git-tree.ts'
import type { Assumption } from '../project/bottle-reach.ts'
import { reachOf } from '../project/bottle-reach.ts'
import type { Loaded } from '../project/look.ts'
import { openProject } from '../project/open-project.ts'
import { projectPath } from '../project/project-path.ts'
import type { ReadCeiling } from '../project/read-ceiling.ts'
import { ceilingIn, readCeiling } from '../project/read-ceiling.ts'
import { slugMatcher } from '../project/slug-patterns.ts'
import type { Bottle } from '../project/validate.ts'
import { aboveCeiling } from '../reach/above-ceiling.ts'
import type { Beyond } from '../reach/beyond.ts'
import { beyond, withTrustedNames } from '../reach/beyond.ts'
import type { Ceiling } from '../reach/ceiling.ts'
import { reachItems } from '../reach/reach-items.ts'
import { ofBase, withBase } from './base.ts'
import { textOf } from './diff-trees.ts'
import type { PlaceOf } from './reach-places.ts'
import { findPlaces } from './reach-places.ts'
import { findRenames } from './renames.ts'
import { readTrees } from './reviewed-tree.ts'

export interface ReachOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** The bottles that are looked at. Default: all. */
  readonly slugs?: readonly string[] | undefined
  /** A git ref that they are compared with. */
  readonly base?: string | undefined
  readonly repository?: string | undefined
  /** The file of a ceiling; with a base, as it is there. */
  readonly within?: string | undefined
  readonly assume?: Assumption | undefined
}

/** What one bottle can get at. */
export interface BottleReach {
  readonly slug: string
  readonly dialect: DialectName
  /** The bottle file; absent of one that was removed. */
  readonly source?: string
  /** Absent of one that was removed. */
  readonly reach?: Reach
  /** What became of it since the base; absent without one. */
  readonly since?: ReachChange
  /** What of it is above the ceiling; absent without one. */
  readonly above?: readonly Beyond[]
}

export interface ReachChange {
  readonly state: 'added' | 'removed' | 'renamed' | 'kept'
  /** The slug that a renamed bottle had. */
  readonly from?: string
  readonly gained: readonly Beyond[]
  readonly lost: readonly Beyond[]
}

export interface ReachOutcome {
  /** Absent when the bottles could not be looked at as they were to be. */
  readonly bottles?: readonly BottleReach[]
  readonly base?: ComparedBase
  readonly diagnostics: readonly Diagnostic[]
  readonly placeOf: PlaceOf
}

/**
 * Looks at what bottles can get at. Nothing of a base is run.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function reachBottles(options: ReachOptions): Promise<ReachOutcome> {
  const { project = '.', base: ref, repository, within } = options
  try {
    if (ref === undefined) {
      const ceiling =
        within === undefined ? undefined : await readCeiling(within, fromProject(project, within))
      return await lookAt(options, ceiling)
    }
    return await withBase(project, { ref, repository }, async (both, commit) => {
      const { compared: base, diagnostics } = both
      if (diagnostics.length > 0) return { diagnostics, base, placeOf: nowhere }
      const ceiling =
        within === undefined ? undefined : await readCeilingAt(commit, fromProject(project, within))
      const outcome = await lookAt(options, ceiling, { commit, out: both.base.settings.out })
      return { ...outcome, base }
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { diagnostics: [error.diagnostic], placeOf: nowhere }
  }
}

const nowhere: PlaceOf = () => undefined

/** The path of a file that the user names, from the project; no link on the way is followed. */
function fromProject(project: string, file: string): string {
  const paths = [resolve(project), projectPath(project)].map((each) =>
    relative(each, resolve(file)),
  )
  return paths.find((path) => !path.startsWith('..')) ?? paths.at(-1) ?? file
}

/** The ceiling as it is in a commit: that of the branch decides nothing about the branch. */
async function readCeilingAt(commit: Commit, file: string): Promise<ReadCeiling> {
  const path = commit.pathOf(file)
  const called = commit.called(path)
  const text = (await readRepositoryFiles(commit, [path])).get(path)
  if (text === undefined) {
    const hint = 'with --base, the ceiling is that of the base: commit it there first'
    throw new FileError('BW140', `${quote(called)} is no file of text`, hint)
  }
  const read = await ceilingIn(text, called)
  return { ...read, diagnostics: ofBase(commit.base.ref, read.diagnostics) } as ReadCeiling
}

/** A base, and where its output tree is. */
interface Base {
  readonly commit: Commit
  readonly out: string
}

async function lookAt(
  { project = '.', slugs, assume }: ReachOptions,
  read: ReadCeiling | undefined,
  base?: Base,
): Promise<ReachOutcome> {
  if (read !== undefined && read.ceiling === undefined) {
    return { diagnostics: read.diagnostics, placeOf: nowhere }
  }
  return openProject({ project }, async (context) => {
    // Where things were made is asked whatever is known: the sandbox starts meanwhile.
    context.warm()
    const loaded = await context.load(slugs === undefined ? {} : { only: slugs })
    const { bottles } = loaded
    const isNone = bottles.length === 0 && hasErrors(loaded.diagnostics)
    if (isNone) return { diagnostics: sortDiagnostics(loaded.diagnostics), placeOf: nowhere }
    const before = base && (await reachAt(base, loaded, slugs, assume))
    const looked = [
      ...bottles.map((bottle) =>
        bottleReach(bottle, reachOf(bottle, assume), read?.ceiling, before),
      ),
      ...removedReach(bottles, before),
    ].sort((a, b) => (a.slug < b.slug ? -1 : 1))
    const diagnostics = sortDiagnostics([...loaded.diagnostics, ...(before?.diagnostics ?? [])])
    const placeOf = await findPlaces(context, loaded, wantedOf(looked))
    return { bottles: looked, diagnostics, placeOf }
  })
}

/** What the bottles could get at, and which of them had another slug. */
interface Before {
  readonly reaches: ReadonlyMap<string, { readonly dialect: DialectName; readonly reach: Reach }>
  readonly renames: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
}

async function reachAt(
  { commit, out }: Base,
  { bottles, files }: Loaded,
  slugs: readonly string[] | undefined,
  assume: Assumption | undefined,
): Promise<Before> {
  const now = new Map(bottles.map((bottle) => [bottle.slug, textOf(bottle, out)]))
  const texts = await readTreeAt(commit, out, now)
  // Of a bottle that is bad nobody knows what it is now, and it is nobody's old name.
  const bad = new Set(files.map(({ slug }) => slug).filter((slug) => !now.has(slug)))
  const isAsked = slugMatcher(slugs)
  const isWanted = (slug: string) => !bad.has(slug) && isAsked(slug)
  const wanted = [...texts].filter(([slug]) => isWanted(slug))
  const { before, after, diagnostics } = readTrees(new Map(wanted), now)
  const reaches = [...before.values()].map((bottle) => {
    return [bottle.slug, { dialect: bottle.dialect, reach: reachOf(bottle, assume) }] as const
  })
  return {
    reaches: new Map(reaches),
    renames: findRenames(before, after),
    diagnostics: ofBase(commit.base.ref, diagnostics),
  }
}

/** A bottle that is not there reaches nothing. */
const nothing: Reach = { network: noNetwork, grants: [] }

function bottleReach(
  bottle: Bottle,
  reach: Reach,
  ceiling: Ceiling | undefined,
  before: Before | undefined,
): BottleReach {
  const { slug, dialect, source } = bottle
  const above = ceiling && { above: aboveCeiling(reach, ceiling) }
  const since = before && { since: changeOf(slug, reach, before) }
  return { slug, dialect, source, reach, ...since, ...above }
}

function changeOf(slug: string, reach: Reach, { reaches, renames }: Before): ReachChange {
  const from = renames.get(slug)
  const had = reaches.get(from ?? slug)
  const [old, state] =
    had === undefined ? ([nothing, 'added'] as const) : ([had.reach, 'kept'] as const)
  const [now, was] = [withTrustedNames(reach), withTrustedNames(old)]
  const changes = { gained: beyond(now, was), lost: beyond(was, now) }
  return from === undefined ? { state, ...changes } : { state: 'renamed', from, ...changes }
}

function removedReach(
  bottles: readonly Bottle[],
  before: Before | undefined,
): readonly BottleReach[] {
  if (before === undefined) return []
  const kept = new Set([...bottles.map(({ slug }) => slug), ...before.renames.values()])
  return [...before.reaches].flatMap(([slug, { dialect, reach }]): readonly BottleReach[] => {
    if (kept.has(slug)) return []
    const lost = beyond(withTrustedNames(reach), nothing)
    return [{ slug, dialect, since: { state: 'removed', gained: [], lost } }]
  })
}

/** The settings whose places are shown. */
function wantedOf(bottles: readonly BottleReach[]) {
  return bottles.flatMap(({ slug, reach, since, above }) => {
    const items = reach === undefined ? [] : reachItems(reach)
    const paths = [...items, ...(since?.gained ?? []), ...(above ?? [])].flatMap(({ by }) => by)
    return reach === undefined ? [] : paths.map((path) => ({ slug, path }))
  })
}
