import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import {
  bytesOf,
  editedCompanion,
  editedSmolfile,
  hasText,
  isForeign,
  isListed,
  isOurs,
  ownCompanion,
  withLineFeeds,
} from './hand-edited.ts'
import type { Manifested, OutputFile } from './manifest.ts'
import { isFirstManifestOf, manifestText } from './manifest.ts'
import type { OutputFolder, OutputTree } from './tree.ts'
import { manifestName, ourNames, smolfileName } from './tree.ts'
import type { Stray } from './unsourced.ts'
import { findStrays, isAllowed } from './unsourced.ts'

/** One Smolfile as it should be. */
export interface Expected extends Manifested {
  readonly slug: string
  /** The text of its manifest, where that is known. */
  readonly manifest?: string
}

/**
 * - `create`: there is no Smolfile yet.
 * - `update`: it is the tool's own, and differs; or only its manifest is not current.
 * - `remove`: it is the tool's own, and no bottle stands behind it.
 * - `edited`: its bytes match no manifest of the tool's, so it is somebody's work.
 */
export type Action = 'create' | 'update' | 'remove' | 'unchanged' | 'edited'

export interface PlanEntry {
  readonly slug: string
  readonly action: Action
  /** The name of the file that is concerned: the Smolfile, unless another one alone is. */
  readonly file: string
  /** Its path as messages show it. */
  readonly path: string
  /** The output that is to be there; absent when the entry is to be removed. */
  readonly expected?: Expected
  /** What is to be written, in the order in which the files take their names. */
  readonly writes: readonly OutputFile[]
  /** The companion, when it is to go before anything else takes its name: never is one too wide. */
  readonly withdraws: readonly string[]
  /** The Smolfile that is replaced, where a manifest proves that it is the tool's own. */
  readonly before?: Uint8Array
  /** Whether what is written is there already, but for the ends of its lines. */
  readonly lineEndsOnly: boolean
  /** Whether the whole folder of the slug is new. */
  readonly isNew: boolean
  /** Names of the files that are to be removed, in this order. */
  readonly removes: readonly string[]
  /** Leftovers of an interrupted synth. */
  readonly temporaries: readonly string[]
}

/** The changes to make in the output tree to match the source, sorted by slug. */
export interface Plan {
  readonly project: string
  readonly root: string
  /** The output tree's path as messages show it. */
  readonly out: string
  readonly entries: readonly PlanEntry[]
  /** Folders of new bottles that an interrupted synth has left. */
  readonly staging: readonly string[]
  /** What no bottle accounts for. Nobody removes it but its owner. */
  readonly unsourced: readonly Stray[]
  /** The files at the root of the tree that may be there, and are no bottle's. */
  readonly allowed: readonly string[]
}

export interface PlanOptions {
  /** The output tree's path as messages show it. */
  readonly out: string
  /** Slugs that keep what they have, since their bottles were not looked at or are bad. */
  readonly keep: (slug: string) => boolean
  /** The slugs that are asked for; what else is in the tree is none of it. Default: all. */
  readonly isAsked?: (slug: string) => boolean
  /** Overwrite and remove what was edited by hand. */
  readonly force: boolean
}

/** Compares what should be with what is. */
export function makePlan(
  expected: readonly Expected[],
  tree: OutputTree,
  options: PlanOptions,
): Plan {
  const slugs = new Set(expected.map(({ slug }) => slug))
  const wanted = expected.map((each) => planExpected(each, tree, options))
  const orphans = [...tree.folders].flatMap(([slug, folder]) =>
    slugs.has(slug) || options.keep(slug) ? [] : (planOrphan(slug, folder, options) ?? []),
  )
  const entries = [...wanted, ...orphans].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  const { project, root, staging } = tree
  const bottles = new Map(entries.map((entry) => [entry.slug, namesOf(entry)]))
  const accounted = (name: string) => {
    return bottles.get(name) ?? (options.keep(name) ? recordedNames(tree, name) : [])
  }
  const { isAsked = () => true } = options
  const others = findStrays(tree, accounted).filter(({ path }) =>
    isAsked(path.split('/', 1)[0] ?? ''),
  )
  const [allowed, unsourced] = partition(others, ({ path, kind }) => isAllowed(path, kind))
  const paths = allowed.map(({ path }) => path)
  return { project, root, out: options.out, entries, staging, unsourced, allowed: paths }
}

/** The names of a bottle's files as its manifest has them. */
export function recordedNames({ folders }: OutputTree, slug: string): readonly string[] {
  const folder = folders.get(slug)
  const isRecorded = folder !== undefined && isListed(folder, companionName)
  return isRecorded ? ourNames : [smolfileName, manifestName]
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))]
}

/** An error for each Smolfile that was edited by hand, which synth does not overwrite. */
export function editedDiagnostics(plan: Plan): readonly Diagnostic[] {
  return plan.entries
    .filter(({ action }) => action === 'edited')
    .map(({ slug, path, expected, file }) => {
      const name = file === manifestName ? 'manifest' : file
      const message = `the ${name} was edited by hand, or not written by bottleworks; it is not ${expected === undefined ? 'removed' : 'overwritten'}`
      const hint =
        expected === undefined
          ? 'move it away, or use --force to remove it'
          : `make the change in ${escapeControls(expected.source)}, or use --force to overwrite it`
      return diagnosticOf('BW200', message, { slug, origin: { file: path }, hint })
    })
}

function planExpected(
  expected: Expected,
  { folders, others }: OutputTree,
  { out, force }: PlanOptions,
): PlanEntry {
  const { slug, text, companion } = expected
  const folder = folders.get(slug)
  const error = folder?.blocked ?? others.get(slug)?.error
  if (error !== undefined) throw error
  const manifest = { name: manifestName, text: expected.manifest ?? manifestText(expected) }
  const at = (file: string) => ({ file, path: posix.join(out, slug, file) })
  const temporaries = folder?.temporaries ?? []
  const common = { slug, expected, removes: [], temporaries, isNew: folder === undefined }
  const none = { ...common, writes: [], withdraws: [], lineEndsOnly: false }
  const isSame = hasText(folder?.smolfile, text)
  const isCompanionSame = hasText(ownCompanion(folder, expected), companion?.text)
  const edited = isSame
    ? editedCompanion(folder, expected)
    : (editedSmolfile(folder) ?? editedCompanion(folder, expected))
  if (edited !== undefined && !force) return { ...none, ...at(edited), action: 'edited' }
  const beside = companion === undefined || isCompanionSame ? [] : [companion]
  const isOurCompanion = () =>
    folder?.companion !== undefined && (force || isOurs(folder, companionName))
  const withdraws = !isCompanionSame && isOurCompanion() ? [companionName] : []
  if (isSame && isCompanionSame) {
    const isCurrent =
      folder?.manifest === manifest.text || isFirstManifestOf(folder?.manifest, expected)
    if (isCurrent) return { ...none, ...at(smolfileName), action: 'unchanged' }
    const lineEndsOnly = differInLineEnds(folder, [manifest])
    return { ...none, ...at(manifestName), action: 'update', writes: [manifest], lineEndsOnly }
  }
  const smolfile = isSame ? [] : [{ name: smolfileName, text }]
  const writes = [...smolfile, ...beside, manifest]
  const lineEndsOnly = differInLineEnds(folder, writes)
  const changed = { ...common, writes, withdraws, lineEndsOnly }
  if (isSame) return { ...changed, ...at(companionName), action: 'update' }
  if (folder?.smolfile === undefined) return { ...changed, ...at(smolfileName), action: 'create' }
  const before = isOurs(folder, smolfileName) ? { before: folder.smolfile } : {}
  return { ...changed, ...at(smolfileName), action: 'update', ...before }
}

function planOrphan(
  slug: string,
  folder: OutputFolder,
  { out, force }: PlanOptions,
): PlanEntry | undefined {
  const { smolfile, manifest, manifests, temporaries } = folder
  // Without a manifest nothing says that the folder is ours, unless all in it is under our names
  // for temporaries: a kill can come before the first manifest is complete.
  const bare = smolfile === undefined && manifest === undefined && temporaries.length > 0
  if (manifests.length === 0 && !bare) return undefined
  const edited = [smolfileName, companionName].find(
    (name) =>
      bytesOf(folder, name) !== undefined && isListed(folder, name) && !isOurs(folder, name),
  )
  const isStranger = smolfile !== undefined && !isListed(folder, smolfileName)
  const file = edited ?? smolfileName
  const withCompanion = isListed(folder, companionName) ? [companionName] : []
  const withManifest = isForeign(manifest) ? [] : [manifestName]
  return {
    slug,
    file,
    path: posix.join(out, slug, file),
    action: force || (edited === undefined && !isStranger) ? 'remove' : 'edited',
    writes: [],
    withdraws: [],
    lineEndsOnly: false,
    isNew: false,
    removes: [...withCompanion, smolfileName, ...withManifest],
    temporaries,
  }
}

/** The paths of all files that are in a tree, or are to be. */
export function pathsOf({ entries, unsourced, allowed }: Plan): readonly string[] {
  const ours = entries.flatMap((entry) => namesOf(entry).map((name) => `${entry.slug}/${name}`))
  return [...ours, ...allowed, ...unsourced.map(({ path }) => path)]
}

/** The names of the files that a bottle of the plan has, or had. */
function namesOf({ expected, removes, withdraws }: PlanEntry): readonly string[] {
  const companion = expected?.companion === undefined ? [] : [expected.companion.name]
  return [...new Set([smolfileName, ...companion, ...withdraws, ...removes, manifestName])]
}

/** Whether files are on disk as they should be, but for the ends of their lines. */
function differInLineEnds(
  folder: OutputFolder | undefined,
  writes: readonly OutputFile[],
): boolean {
  return writes.every(({ name, text }) => {
    const bytes = folder === undefined ? undefined : bytesOf(folder, name)
    return bytes !== undefined && Buffer.from(text).equals(withLineFeeds(name, bytes))
  })
}
