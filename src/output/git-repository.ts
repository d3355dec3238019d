/**
 * Which repository a project is in: a question that its files must not answer.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { escapeControls, quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { statusOf } from '../files/links.ts'
import { adviceOnOpening, askGit } from './git-process.ts'

/** A repository with a work tree that holds a project. */
export interface GitRepository {
  /** Real path of the work tree. */
  readonly root: string
  /** The project in it, with `/`; empty when it is the whole. */
  readonly prefix: string
}

/**
 * The repository of the nearest `.git` at or above the project: git takes no such name into a
 * commit, so no branch can bring one, while the files of a bare repository are like any others. What
 * a branch can bring is a submodule, so one that lies in another repository has to be named.
 *
 * @param project Real path of the project.
 * @param named The root of the repository, where somebody has said it.
 * @throws FileError (BW140, BW141) when there is none, git does not agree, or it has to be named.
 */
export function findRepository(project: string, named?: string): GitRepository {
  const roots = rootsAround(project)
  const [nearest, ...more] = roots
  if (nearest === undefined) {
    const message = `${quotePath(project)} is not a git repository, nor in one`
    throw new FileError('BW140', message)
  }
  const root = named === undefined ? nearest : rootNamed(named, project, roots)
  const own = openRepository(root)
  const outer = named === undefined ? more.find((each) => !isWorkTreeOf(each, own)) : undefined
  if (outer !== undefined) {
    const message = `the project is in the repository ${quotePath(root)}, as a submodule is, and that lies in the repository ${quotePath(outer)}`
    throw new FileError('BW141', message, 'pass --repository with the one that is meant')
  }
  return { root, prefix: relative(root, project).split(sep).join('/') }
}

/** The folders at or above a project that have an entry `.git`, the nearest first. */
export function rootsAround(project: string): readonly string[] {
  const above = dirname(project)
  const outer = above === project ? [] : rootsAround(above)
  return statusOf(join(project, '.git')) === undefined ? outer : [project, ...outer]
}

function rootNamed(named: string, project: string, roots: readonly string[]): string {
  const path = realPathOf(resolve(named))
  if (path !== undefined && roots.includes(path)) return path
  const message = `--repository is ${quotePath(named)}; it must be a folder at or above ${quotePath(project)} that has a .git`
  throw new FileError('BW141', message, `such as ${roots.map(quotePath).join(' or ')}`)
}

/**
 * Returns the folder of a repository's data, which it shares with its linked work trees.
 *
 * @throws FileError (BW140) when git cannot open it, or would open another.
 */
function openRepository(root: string): string {
  const said = askGit(root, ['rev-parse', '--absolute-git-dir', '--git-common-dir'])
  if (!said.ok) {
    const message = `the repository ${quotePath(root)} cannot be opened: ${escapeControls(said.reason)}`
    throw new FileError('BW140', message, adviceOnOpening(root, said))
  }
  const [folder, common] = said.text.split('\n').map((each) => realPathOf(resolve(root, each)))
  if (folder === undefined || folder !== gitFolder(root) || common === undefined) {
    const message = `git reads ${quotePath(said.text)} in the place of ${quotePath(join(root, '.git'))}`
    throw new FileError('BW140', message)
  }
  return common
}

/** Whether `outer` is the repository of this data as well: the one is then a linked work tree. */
function isWorkTreeOf(outer: string, common: string): boolean {
  const said = askGit(outer, ['rev-parse', '--git-common-dir'])
  return said.ok && realPathOf(resolve(outer, said.text)) === common
}

/** The folder that `.git` is, or that it names when it is the file of a linked work tree. */
export function gitFolder(root: string): string | undefined {
  const path = join(root, '.git')
  try {
    if (statSync(path).isDirectory()) return realPathOf(path)
    const [, target] = /^gitdir: (.+?)[\r\n]*$/s.exec(readFileSync(path, 'utf8')) ?? []
    return target === undefined ? undefined : realPathOf(resolve(root, target))
  } catch {
    return undefined
  }
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
