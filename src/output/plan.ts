import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { escapeControls } from '../diagnostic/text.ts'
import type { Manifested } from './manifest.ts'
import { isFirstManifestOf, manifestText, readManifest, sha256 } from './manifest.ts'
import type { OutputFolder, OutputTree } from './tree.ts'
import { manifestName, smolfileName } from './tree.ts'
import type { Stray } from './unsourced.ts'
import { findStrays, isAllowed } from './unsourced.ts'

/** One Smolfile as it should be. */
export interface Expected extends Manifested {
  readonly slug: string
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
  /** Path of the Smolfile, or of its manifest when that alone is concerned, as messages show it. */
  readonly path: string
  /** The output that is to be there; absent when the entry is to be removed. */
  readonly expected?: Expected
  /** The manifest that goes with it. */
  readonly manifest?: string
  /** The Smolfile that is replaced, where a manifest proves that it is the tool's own. */
  readonly before?: Uint8Array
  /** Whether the Smolfile is as it should be, so that its manifest alone is to be written. */
  readonly manifestOnly: boolean
  /** Whether the whole folder of the slug is new. */
  readonly isNew: boolean
  /** Names of the files that are to be removed. */
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
  readonly only?: readonly string[] | undefined
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
  const bottles = new Set(entries.map(({ slug }) => slug))
  const isBottle = (name: string) => bottles.has(name) || options.keep(name)
  const others = findStrays(tree, isBottle).filter(({ path }) => isAskedFor(path, options))
  const [allowed, unsourced] = partition(others, ({ path, kind }) => isAllowed(path, kind))
  const paths = allowed.map(({ path }) => path)
  return { project, root, out: options.out, entries, staging, unsourced, allowed: paths }
}

function isAskedFor(path: string, { only }: PlanOptions): boolean {
  return only?.includes(path.split('/', 1)[0] ?? '') ?? true
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))]
}

/** An error for each Smolfile that was edited by hand, which synth does not overwrite. */
export function editedDiagnostics(plan: Plan): readonly Diagnostic[] {
  return plan.entries
    .filter(({ action }) => action === 'edited')
    .map(({ slug, path, expected, manifestOnly }) => {
      const message = `the ${manifestOnly ? 'manifest' : 'Smolfile'} was edited by hand, or not written by bottleworks; it is not ${expected === undefined ? 'removed' : 'overwritten'}`
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
  const { slug, text } = expected
  const folder = folders.get(slug)
  const error = folder?.blocked ?? others.get(slug)?.error
  if (error !== undefined) throw error
  const manifest = manifestText(expected)
  const temporaries = folder?.temporaries ?? []
  const isNew = folder === undefined
  const entry = { slug, expected, manifest, manifestOnly: false, isNew, removes: [], temporaries }
  const path = posix.join(out, slug, smolfileName)
  const manifestPath = posix.join(out, slug, manifestName)
  if (folder?.smolfile === undefined) {
    if (force || !isForeign(folder?.manifest)) return { ...entry, path, action: 'create' }
    return { ...entry, path: manifestPath, action: 'edited', manifestOnly: true }
  }
  if (Buffer.from(text).equals(folder.smolfile)) {
    const isCurrent = folder.manifest === manifest || isFirstManifestOf(folder.manifest, expected)
    if (isCurrent) return { ...entry, path, action: 'unchanged' }
    return { ...entry, path: manifestPath, action: 'update', manifestOnly: true }
  }
  if (isOurs(folder)) return { ...entry, path, action: 'update', before: folder.smolfile }
  return { ...entry, path, action: force ? 'update' : 'edited' }
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
  const ours = smolfile === undefined || isOurs(folder)
  return {
    slug,
    path: posix.join(out, slug, smolfileName),
    action: force || ours ? 'remove' : 'edited',
    manifestOnly: false,
    isNew: false,
    removes: isForeign(manifest) ? [smolfileName] : [smolfileName, manifestName],
    temporaries,
  }
}

/** The paths of all files that are in a tree, or are to be. */
export function pathsOf({ entries, unsourced, allowed }: Plan): readonly string[] {
  const ours = entries.flatMap(({ slug }) => [`${slug}/${smolfileName}`, `${slug}/${manifestName}`])
  return [...ours, ...allowed, ...unsourced.map(({ path }) => path)]
}

/** Whether a file is in the manifest's place that no version of the tool has written. */
function isForeign(manifest: string | undefined): boolean {
  return manifest !== undefined && readManifest(manifest).kind === 'foreign'
}

/** Whether the Smolfile is, byte for byte, one that the tool has recorded. */
function isOurs({ smolfile, manifests }: OutputFolder): boolean {
  if (smolfile === undefined) return false
  const hash = sha256(smolfile)
  return manifests.some(({ files }) => files[smolfileName] === hash)
}
