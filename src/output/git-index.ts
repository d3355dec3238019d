/**
 * What is staged: the files of a work tree as they are in an index, which is to be committed.
 */
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { escapeControls, quote, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { askGitForBytes } from './git-process.ts'
import type { GitRepository } from './git-repository.ts'
import { findRepository, gitFolder, rootsAround } from './git-repository.ts'
import { shownName } from './unsourced.ts'

/** A file of an index. */
export interface StagedFile {
  /** Path from the root of the repository, with `/`; bytes of it that are not UTF-8 as `\xff`. */
  readonly path: string
  /** The path in bytes, as it is. */
  readonly name: Buffer
  readonly kind: 'file' | 'program' | 'link' | 'submodule'
  readonly id: string
}

export interface StagedFiles extends GitRepository {
  readonly files: readonly StagedFile[]
  /** The attributes that a clone has of its own, in no commit. */
  readonly ownAttributes: Buffer | undefined
}

const hint = 'git status and git fsck say more'

/**
 * The files that are staged in the repository of a project: in the index that git names to its hooks,
 * which `git commit FILE` makes anew, or else in the work tree's own. Nothing is refreshed, and no
 * filter is run.
 *
 * @param project Real path of the project.
 * @param named The root of the repository, where somebody has said it.
 * @throws FileError (BW140, BW141, BW142) when there is none, or it cannot be committed.
 */
export function readStaged(project: string, named?: string): StagedFiles {
  const index = indexNamed(project, named)
  const repository = findRepository(project, index?.root ?? named)
  const { root, prefix } = repository
  const list = ['ls-files', '-z', '--stage', '--full-name']
  const said = askGitForBytes(root, list, index?.file)
  if (!said.ok) throw unreadable(`git cannot read the index: ${escapeControls(said.reason)}`)
  const files = [...entriesIn(said.bytes)]
  const empty = files.filter(({ id }) => /^(?:e69de29bb2|473a0f4c3b)/.test(id))
  const promised = empty.length === 0 ? new Set() : promisedFiles(root, index?.file)
  const staged = files.filter(({ path }) => !promised.has(path))
  refuseSubmodule(staged, prefix)
  refuseOverlaps(staged)
  return { ...repository, files: staged, ownAttributes: ownAttributes(root) }
}

/**
 * The index that the environment names: of a repository that the project is in, or, where it is in the
 * folder of no repository, by whoever calls. A branch brings neither.
 */
function indexNamed(
  project: string,
  named: string | undefined,
): { readonly file: string; readonly root?: string } | undefined {
  const given = process.env.GIT_INDEX_FILE ?? ''
  if (given === '') return undefined
  const roots = rootsAround(project).filter(
    (root) => named === undefined || sameFolder(root, named),
  )
  for (const root of roots) {
    // A relative one is told from the root of the work tree, wherever the hook has gone since.
    const file = resolve(root, given)
    const folder = realPathOf(dirname(file))
    if (folder !== undefined && folder === gitFolder(root)) return { file, root }
  }
  const file = resolve(given)
  const folder = realPathOf(dirname(file))
  const isInside = (root: string) => folder !== undefined && isAtOrIn(root, folder)
  if (isAbsolute(given) && folder !== undefined && !rootsAround(project).some(isInside)) {
    if (!isRepository(folder)) return { file }
  }
  const message = `GIT_INDEX_FILE is ${quotePath(given)}, which is no index of the repository that the project is in`
  throw new FileError(
    'BW142',
    message,
    'in the hook of another repository, it is that one that is committed',
  )
}

function sameFolder(root: string, named: string): boolean {
  return realPathOf(resolve(named)) === root
}

function isAtOrIn(root: string, folder: string): boolean {
  const inside = relative(root, folder)
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}

/** Whether a folder holds the data of a repository. */
function isRepository(folder: string): boolean {
  try {
    return readFileSync(resolve(folder, 'HEAD')).length > 0
  } catch {
    return false
  }
}

/** The entries of `ls-files --stage -z`: mode, id, stage and path of each. */
function* entriesIn(bytes: Buffer): Generator<StagedFile> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start)
    const tab = bytes.indexOf(0x09, start)
    if (end === -1 || tab === -1 || tab > end) throw unreadable('the index has another form')
    const [, mode = '', id = '', stage = ''] =
      /^(\d{6}) ([0-9a-f]{40,64}) (\d)$/.exec(bytes.toString('latin1', start, tab)) ?? []
    const name = Buffer.from(bytes.subarray(tab + 1, end))
    const path = shownName(name)
    if (stage !== '0') throw unreadable(`${quote(path)} is in conflict`, 'resolve it, and stage it')
    yield { path: usable(path), name, kind: kindOf(mode, path), id }
    start = end + 1
  }
}

function kindOf(mode: string, path: string): StagedFile['kind'] {
  if (mode === '100644') return 'file'
  if (mode === '100755') return 'program'
  if (mode === '120000') return 'link'
  if (mode === '160000') return 'submodule'
  throw unreadable(`${quote(path)} has the mode ${quote(mode)}`)
}

/** A path that stays where it is told, as git sees to when it takes one into an index. */
function usable(path: string): string {
  const isWrong = path.split('/').some((part) => /^(?:\.\.?|\.git|)$/i.test(part))
  if (isWrong) throw unreadable(`${quote(path)} is no path of a file`)
  return path
}

/** Files that `git add --intent-to-add` has put there, which are in no commit. */
function promisedFiles(root: string, index: string | undefined): ReadonlySet<string> {
  const list = ['diff-files', '-z', '--name-only', '--diff-filter=A', '--ignore-submodules=all']
  const said = askGitForBytes(root, [...list, '--ita-invisible-in-index'], index)
  if (!said.ok) throw unreadable(`git cannot compare the index: ${escapeControls(said.reason)}`)
  const paths = new Set<string>()
  for (let start = 0; start < said.bytes.length; ) {
    const end = said.bytes.indexOf(0, start)
    paths.add(shownName(said.bytes.subarray(start, end)))
    start = end + 1
  }
  return paths
}

function refuseSubmodule(files: readonly StagedFile[], prefix: string): void {
  const found = files.find(
    ({ kind, path }) => kind === 'submodule' && `${prefix}/`.startsWith(`${path}/`),
  )
  if (found === undefined) return
  const message = `the project is in the submodule ${quote(found.path)}, of whose files this index has none`
  throw new FileError('BW142', message, 'commit in the submodule, and name it with --repository')
}

/** Refuses an index in which something is a file and a folder: what is in it would be elsewhere. */
function refuseOverlaps(files: readonly StagedFile[]): void {
  const paths = new Set(files.map(({ path }) => path))
  if (paths.size < files.length) throw unreadable('the index has a file twice')
  for (const { path } of files) {
    for (let at = path.lastIndexOf('/'); at !== -1; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at)
      if (paths.has(folder)) throw unreadable(`${quote(folder)} is a file and a folder`)
      if (at === 0) break
    }
  }
}

function ownAttributes(root: string): Buffer | undefined {
  const said = askGitForBytes(root, ['rev-parse', '--git-path', 'info/attributes'])
  if (!said.ok) return undefined
  try {
    return readFileSync(resolve(root, said.bytes.toString().replace(/\n$/, '')))
  } catch {
    // Git has none either.
    return undefined
  }
}

function unreadable(what: string, advice = hint): FileError {
  return new FileError('BW142', `what is staged cannot be read: ${what}`, advice)
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
