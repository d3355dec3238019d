import { isUtf8 } from 'node:buffer'
import { posix } from 'node:path'
import { quote } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import type { Commit, CommitEntry } from './git-commit.ts'
import { objectId } from './git-objects.ts'
import type { TreeText, TreeTexts } from './tree-texts.ts'
import { listsCompanion, readable, splitTreePath, strayText, textIn } from './tree-texts.ts'
import type { StrayKind } from './unsourced.ts'
import { isAllowed } from './unsourced.ts'

/**
 * The texts of the output tree as they are in a commit, with what in it is no bottle's.
 *
 * @param known The texts as they are now: what has not changed is not read again.
 * @throws FileError (BW140) when a file or folder of it cannot be read.
 */
export async function readTreeAt(
  commit: Commit,
  out: string,
  known: TreeTexts,
): Promise<TreeTexts> {
  const entries = await entriesOf(commit, commit.pathOf(out))
  const knownTexts = textsById(known, commit.base.commit.length)
  const files = entries.filter(({ place }) => place !== undefined)
  const missing = files.filter(({ id }) => !knownTexts.has(id))
  const read = await commit.files(missing)
  const bytes = new Map(missing.map(({ id }, index) => [id, read[index]]))
  const text = ({ id, path }: TreeEntry) =>
    knownTexts.get(id) ?? textOf(commit, path, bytes.get(id))
  const bySlug = new Map<string, Partial<Record<PlaceFile, TreeEntry>>>()
  for (const each of files) {
    const { slug = '', file = 'smolfile' } = each.place ?? {}
    bySlug.set(slug, { ...bySlug.get(slug), [file]: each })
  }
  const texts = new Map<string, TreeText>()
  const companions = new Set<TreeEntry>()
  for (const [slug, { smolfile, manifest, companion }] of bySlug) {
    if (smolfile === undefined) continue
    const name = commit.called(smolfile.path)
    const readTexts = (): TreeText => {
      const beside = manifest === undefined ? {} : { manifest: text(manifest) }
      if (companion === undefined || !listsCompanion(beside.manifest)) {
        return { name, smolfile: text(smolfile), ...beside }
      }
      companions.add(companion)
      return { name, smolfile: text(smolfile), ...beside, companion: text(companion) }
    }
    texts.set(slug, readable(name, readTexts))
  }
  for (const each of entries) {
    // A companion that no manifest says is a file like any other.
    const isExtra = each.place?.file === 'companion' && !companions.has(each)
    if ((each.place !== undefined && !isExtra) || isAllowed(each.inTree, each.kind)) continue
    texts.set(each.inTree, await strayAt(commit, each))
  }
  return texts
}

/** What is no bottle's, by what is in it. */
async function strayAt(commit: Commit, { id, path, kind }: TreeEntry): Promise<TreeText> {
  const name = commit.called(path)
  const bytes = kind === 'other' ? undefined : await commit.fileIfSmall(id, path)
  if (bytes === undefined) return { name, smolfile: '', stray: 'other' }
  if (kind === 'file') return strayText(name, bytes)
  return { name, smolfile: bytes.toString('latin1'), stray: 'link' }
}

/**
 * The texts of files of the project as they are in a commit, by their names; absent what is not
 * there, and undefined when the project's folder itself is not.
 *
 * @throws FileError (BW140) when a file is not regular, or cannot be read.
 */
export async function readFilesAt(
  commit: Commit,
  names: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const entries = await commit.folder(commit.prefix)
  if (entries === undefined) return undefined
  const wanted = names.flatMap((name) => {
    const entry = entries.get(name)
    const path = commit.pathOf(name)
    if (entry === undefined || entry.kind === 'folder') return []
    if (entry.kind === 'file') return [{ name, path, id: entry.id }]
    throw new FileError('BW140', `${quote(commit.called(path))} is not a regular file`)
  })
  const read = await commit.files(wanted)
  return new Map(wanted.map(({ name, path }, index) => [name, textOf(commit, path, read[index])]))
}

/**
 * The texts of files at paths of the repository, by these; absent what is not there, is no regular
 * file, is no text, or is too large.
 */
export async function readRepositoryFiles(
  commit: Commit,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const path of paths) {
    const { dir, base } = posix.parse(path)
    const entry = (await commit.folder(dir))?.get(base)
    const bytes = entry?.kind === 'file' ? await commit.fileIfSmall(entry.id, path) : undefined
    if (bytes !== undefined && isUtf8(bytes)) texts.set(path, bytes.toString())
  }
  return texts
}

/** An entry of an output tree that is no folder. */
interface TreeEntry {
  readonly path: string
  /** The path in the tree. */
  readonly inTree: string
  readonly id: string
  readonly kind: Exclude<StrayKind, 'folder'>
  /** The place of a file of a bottle's. */
  readonly place?: { readonly slug: string; readonly file: PlaceFile }
}

type PlaceFile = 'smolfile' | 'manifest' | 'companion'

/** All that is in the tree at a path, level by level. */
async function entriesOf(commit: Commit, root: string): Promise<readonly TreeEntry[]> {
  const found: TreeEntry[] = []
  const top = await commit.folder(root)
  let levels: readonly [path: string, entries: ReadonlyMap<string, CommitEntry>][] =
    top === undefined ? [] : [[root, top]]
  while (levels.length > 0) {
    const folders: { readonly path: string; readonly id: string }[] = []
    for (const [folder, entries] of levels) {
      for (const [name, { kind, id }] of entries) {
        const path = posix.join(folder, name)
        const inTree = posix.relative(root, path)
        if (kind === 'folder') folders.push({ path, id })
        else if (kind !== 'file') found.push({ path, inTree, id, kind })
        else {
          const place = splitTreePath(inTree)
          found.push({ path, inTree, id, kind, ...(place === undefined ? {} : { place }) })
        }
      }
    }
    const inner = await commit.folders(folders)
    levels = folders.map(({ path }, index) => [path, inner[index] ?? new Map()])
  }
  return found
}

function textsById(known: TreeTexts, length: number): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { smolfile, manifest, companion, stray = 'file' } of known.values()) {
    if (stray !== 'file') continue
    for (const text of [smolfile, manifest ?? '', companion ?? '']) {
      texts.set(objectId('blob', Buffer.from(text), length), text)
    }
  }
  return texts
}

function textOf(commit: Commit, path: string, bytes: Buffer | undefined): string {
  return textIn(bytes ?? Buffer.alloc(0), 'BW140', commit.called(path))
}
