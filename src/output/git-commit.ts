import { posix } from 'node:path'
import { quote } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { GitObjects } from './git-objects.ts'
import { findCommit, nameObject } from './git-ref.ts'
import type { GitRepository } from './git-repository.ts'
import { findRepository } from './git-repository.ts'
import { shownName } from './unsourced.ts'

/** What a project is compared with. */
export interface BaseName {
  /** A branch, a tag or a commit. */
  readonly ref: string
  /** The root of its repository; needed where one repository lies in another. */
  readonly repository?: string | undefined
}

/** What a project was compared with. */
export interface ComparedBase {
  /** Real path of the repository's work tree. */
  readonly repository: string
  /** The ref as it was given. */
  readonly ref: string
  /** The id of the commit that it names. */
  readonly commit: string
}

/** An entry of a folder in a commit. Bytes of its name that are not UTF-8 are as `\xff`. */
export interface CommitEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly id: string
}

/**
 * Gives `use` a commit of the repository that a project is in. Nothing is checked out, no program of
 * the repository is run, nothing is fetched, and of each object that is read its id is the hash:
 * from the one that the ref names through tags, parents and folders to the files.
 *
 * @param project Real path of the project.
 * @throws FileError (BW140, BW141) when there is no such repository or commit.
 */
export async function atCommit<T>(
  project: string,
  { ref, repository: named }: BaseName,
  use: (commit: Commit) => Promise<T>,
): Promise<T> {
  const { root, prefix } = repositoryOf(project, ref, named)
  const start = nameObject(root, ref)
  const objects = new GitObjects(root)
  try {
    const { id, tree } = await findCommit(objects, start)
    return await use(new Commit({ repository: root, ref, commit: id }, prefix, objects, tree))
  } finally {
    objects.close()
  }
}

function commitCheckedOut(root: string): string | undefined {
  try {
    return nameObject(root, 'HEAD').id
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

function repositoryOf(project: string, ref: string, named: string | undefined): GitRepository {
  try {
    return findRepository(project, named)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const { code, message, hint } = error.diagnostic
    throw new FileError(code, `${quote(ref)} cannot be read: ${message}`, hint)
  }
}

/** A commit, and in it the folder of a project. */
export class Commit {
  readonly base: ComparedBase
  readonly prefix: string
  readonly #objects: GitObjects
  /** The id of the folder that is all of it. */
  readonly #root: string

  constructor(base: ComparedBase, prefix: string, objects: GitObjects, root: string) {
    this.base = base
    this.prefix = prefix
    this.#objects = objects
    this.#root = root
  }

  /** What a path of the repository is called in messages. */
  called(path: string): string {
    return `${this.base.ref}:${path}`
  }

  /** The entries of a folder, by their names; undefined when there is no folder of that path. */
  async folder(path: string): Promise<ReadonlyMap<string, CommitEntry> | undefined> {
    let id = this.#root
    const names = path.split('/').filter((name) => name !== '')
    for (const [depth, name] of names.entries()) {
      const [entries] = await this.folders([{ id, path: names.slice(0, depth).join('/') }])
      const entry = entries?.get(name)
      if (entry?.kind !== 'folder') return undefined
      id = entry.id
    }
    return (await this.folders([{ id, path }]))[0]
  }

  /** The entries of folders whose ids are known. */
  async folders(
    wanted: readonly { readonly id: string; readonly path: string }[],
  ): Promise<readonly ReadonlyMap<string, CommitEntry>[]> {
    const called = wanted.map(({ id, path }) => ({ id, called: this.called(path) }))
    const trees = await this.#objects.readAll(called, 'tree')
    return trees.map(({ bytes }, index) => {
      return entriesOf(bytes, this.#root.length / 2, called[index]?.called ?? '')
    })
  }

  /** The bytes of files whose ids are known. */
  async files(
    wanted: readonly { readonly id: string; readonly path: string }[],
  ): Promise<readonly Buffer[]> {
    const called = wanted.map(({ id, path }) => ({ id, called: this.called(path) }))
    return (await this.#objects.readAll(called, 'blob')).map(({ bytes }) => bytes)
  }

  /** The bytes of a file whose id is known; undefined when it is too large to be read. */
  async fileIfSmall(id: string, path: string): Promise<Buffer | undefined> {
    return (await this.#objects.find(id, this.called(path)))?.bytes
  }

  /** The id of the commit that is checked out; undefined when there is none yet. */
  checkedOut(): string | undefined {
    return commitCheckedOut(this.base.repository)
  }

  /** The path of a file or folder of the project, in the repository. */
  pathOf(name: string): string {
    return posix.join(this.prefix, name)
  }
}

/** The entries of a tree object: mode, name and the id's bytes of each. */
function entriesOf(tree: Buffer, idLength: number, called: string): Map<string, CommitEntry> {
  const entries = new Map<string, CommitEntry>()
  for (let offset = 0; offset < tree.length; ) {
    const space = tree.indexOf(0x20, offset)
    const end = tree.indexOf(0, space)
    const next = end + 1 + idLength
    const mode = tree.toString('latin1', offset, space)
    const name = shownName(tree.subarray(space + 1, end))
    if (space === -1 || end === -1 || next > tree.length || entries.has(name)) {
      const what = entries.has(name) ? `holds ${quote(name)} twice` : 'is no folder of a commit'
      throw new FileError('BW140', `${quote(called)} ${what}`, 'git fsck says what is damaged')
    }
    entries.set(name, { kind: kindOf(mode), id: tree.toString('hex', end + 1, next) })
    offset = next
  }
  return entries
}

function kindOf(mode: string): CommitEntry['kind'] {
  if (/^0*40000$/.test(mode)) return 'folder'
  if (mode === '120000') return 'link'
  return mode.startsWith('100') ? 'file' : 'other'
}
