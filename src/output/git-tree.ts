import { posix } from 'node:path'
import { quote } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import type { Commit } from './git-commit.ts'
import { objectId } from './git-objects.ts'
import type { TreeText, TreeTexts } from './tree-texts.ts'
import { readable, splitTreePath, textIn } from './tree-texts.ts'

/**
 * The texts of the output tree as they are in a commit. What is no regular file is no Smolfile.
 *
 * @param known The texts as they are now: what has not changed is not read again.
 * @throws FileError (BW140) when a file or folder of it cannot be read.
 */
export async function readTreeAt(
  commit: Commit,
  out: string,
  known: TreeTexts,
): Promise<TreeTexts> {
  const files = await filesOf(commit, commit.pathOf(out))
  const knownTexts = textsById(known, commit.base.commit.length)
  const missing = files.filter(({ id }) => !knownTexts.has(id))
  const read = await commit.files(missing)
  const bytes = new Map(missing.map(({ id }, index) => [id, read[index]]))
  const text = ({ id, path }: TreeFile) => knownTexts.get(id) ?? textOf(commit, path, bytes.get(id))
  const bySlug = new Map<string, { smolfile?: TreeFile; manifest?: TreeFile }>()
  for (const each of files) {
    bySlug.set(each.slug, { ...bySlug.get(each.slug), [each.file]: each })
  }
  const texts = new Map<string, TreeText>()
  for (const [slug, { smolfile, manifest }] of bySlug) {
    if (smolfile === undefined) continue
    const name = commit.called(smolfile.path)
    const readTexts = (): TreeText => {
      const beside = manifest === undefined ? {} : { manifest: text(manifest) }
      return { name, smolfile: text(smolfile), ...beside }
    }
    texts.set(slug, readable(name, readTexts))
  }
  return texts
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

/** A file of an output tree that is the tool's own. */
interface TreeFile {
  readonly path: string
  readonly id: string
  readonly slug: string
  readonly file: 'smolfile' | 'manifest'
}

/** The regular files of the tool's own in the tree at a path; a link in it is no Smolfile. */
async function filesOf(commit: Commit, root: string): Promise<readonly TreeFile[]> {
  const entries = (await commit.folder(root)) ?? new Map()
  const slugs = [...entries].flatMap(([slug, { kind, id }]) => {
    return kind === 'folder' ? [{ slug, id, path: posix.join(root, slug) }] : []
  })
  const folders = await commit.folders(slugs)
  return slugs.flatMap(({ slug, path: folder }, index) =>
    [...(folders[index] ?? [])].flatMap(([name, { kind, id }]): readonly TreeFile[] => {
      const place = splitTreePath(posix.join(slug, name))
      if (kind !== 'file' || place === undefined) return []
      return [{ ...place, slug, path: posix.join(folder, name), id }]
    }),
  )
}

function textsById(known: TreeTexts, length: number): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { smolfile, manifest } of known.values()) {
    for (const text of [smolfile, manifest ?? '']) {
      texts.set(objectId('blob', Buffer.from(text), length), text)
    }
  }
  return texts
}

function textOf(commit: Commit, path: string, bytes: Buffer | undefined): string {
  return textIn(bytes ?? Buffer.alloc(0), 'BW140', commit.called(path))
}
