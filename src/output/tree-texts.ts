import { isUtf8 } from 'node:buffer'
import { readlinkSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { quotePath } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import { FileError } from '../files/file-error.ts'
import { decodeText, readRegularFile } from '../files/read-file.ts'
import { readManifest } from './manifest.ts'
import { recordedNames } from './plan.ts'
import { largestFile, manifestName, readTree, smolfileName } from './tree.ts'
import type { Stray, StrayKind } from './unsourced.ts'
import { findStrays, isAllowed } from './unsourced.ts'

/** The files of one slug in an output tree. Untrusted. */
export interface TreeText {
  /** The Smolfile's name in messages. */
  readonly name: string
  readonly smolfile: string
  readonly manifest?: string
  /** The text of its companion, where a manifest says that it has one. */
  readonly companion?: string
  /** Why nothing of it can be read; then the Smolfile is empty. */
  readonly refused?: readonly Diagnostic[]
  /**
   * What it is, when no manifest accounts for it: a file whose text may be a Smolfile's or not, a
   * link with its target as the text, or what has no text that could be compared.
   */
  readonly stray?: StrayKind
}

/** Output trees by slug; what is no bottle's by its path in the tree. */
export type TreeTexts = ReadonlyMap<string, TreeText>

/**
 * The texts of the output tree at `out` in the project; none when there is no such folder.
 *
 * @param called What the tree is called in messages.
 * @throws FileError when a path is a symbolic link or cannot be read.
 */
export function readTreeTexts(project: string, out: string, called = out): TreeTexts {
  const tree = readTree(project, out)
  const texts = new Map<string, TreeText>()
  const orphans = new Set<string>()
  for (const [slug, { smolfile, companion, manifest, manifests, refused }] of tree.folders) {
    if (smolfile === undefined) {
      if (refused.length === 0 && manifests.length > 0) orphans.add(slug)
      continue
    }
    const name = posix.join(called, slug, smolfileName)
    const beside = manifest === undefined ? {} : { manifest }
    texts.set(
      slug,
      readable(name, () => {
        for (const error of refused) throw error
        const text = textIn(smolfile, 'BW202', name)
        if (companion === undefined || !listsCompanion(manifest)) {
          return { name, smolfile: text, ...beside }
        }
        const called = posix.join(posix.dirname(name), companionName)
        const more = { companion: textIn(companion, 'BW202', called) }
        return { name, smolfile: text, ...beside, ...more }
      }),
    )
  }
  const accounted = (slug: string) => {
    return texts.has(slug) || orphans.has(slug) ? recordedNames(tree, slug) : []
  }
  for (const stray of findStrays(tree, accounted)) {
    if (!isAllowed(stray.path, stray.kind)) texts.set(stray.path, strayOf(stray, called))
  }
  return texts
}

/** Whether the text of a manifest says that there is a companion. */
export function listsCompanion(manifest: string | undefined): boolean {
  const read = manifest === undefined ? undefined : readManifest(manifest)
  return read?.kind === 'known' && Object.hasOwn(read.manifest.files, companionName)
}

/** Returns what `read` gives; of what is refused the reason, so that it hides no other bottle. */
export function readable(name: string, read: () => TreeText): TreeText {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { name, smolfile: '', refused: [error.diagnostic] }
  }
}

function strayOf({ path, kind, place }: Stray, called: string): TreeText {
  const name = posix.join(called, path)
  try {
    if (kind === 'file')
      return strayText(name, readRegularFile(Buffer.from(place), { most: largestFile }))
    const smolfile =
      kind === 'link' ? readlinkSync(Buffer.from(place), 'buffer').toString('latin1') : ''
    return { name, smolfile, stray: kind }
  } catch {
    return { name, smolfile: '', stray: 'other' }
  }
}

/** A file that no bottle accounts for, by what is in it. */
export function strayText(name: string, bytes: Uint8Array): TreeText {
  return isUtf8(bytes)
    ? { name, smolfile: textIn(bytes, 'BW202', name), stray: 'file' }
    : { name, smolfile: '', stray: 'other' }
}

/**
 * The tree with each Smolfile marked that has no manifest of the tool's; not so where there was one
 * without a manifest before, which it is compared with.
 */
export function markStrays(texts: TreeTexts, before: TreeTexts = new Map()): TreeTexts {
  return new Map(
    [...texts].map(([slug, text]) => {
      const had = before.get(slug)
      const isKnown = had !== undefined && had.stray === undefined && !isManifest(had.manifest)
      if (text.stray !== undefined || isKnown || isManifest(text.manifest)) return [slug, text]
      return [slug, { ...text, stray: 'file' }]
    }),
  )
}

function isManifest(text: string | undefined): boolean {
  return text !== undefined && readManifest(text).kind !== 'foreign'
}

/**
 * The text that `bytes` are.
 *
 * @throws FileError with `code` when it is not UTF-8.
 */
export function textIn(bytes: Uint8Array, code: 'BW140' | 'BW202', name: string): string {
  try {
    return decodeText(bytes)
  } catch {
    throw new FileError(code, `${quotePath(name)} is not valid UTF-8`)
  }
}

/** Whether `path` is a folder that can be looked at. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The slug and the file of a path in an output tree, when it is one of the tool's own. */
export function splitTreePath(
  path: string,
): { slug: string; file: 'smolfile' | 'manifest' | 'companion' } | undefined {
  const [slug, name, ...more] = path.split('/')
  if (slug === undefined || more.length > 0) return undefined
  if (name === smolfileName) return { slug, file: 'smolfile' }
  if (name === companionName) return { slug, file: 'companion' }
  return name === manifestName ? { slug, file: 'manifest' } : undefined
}
