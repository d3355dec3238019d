import { lstatSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'

/** The tool's folders in the platform's, named as the package env-paths names them. */
const name = 'bottleworks-nodejs'

export type UserFolder = 'cache' | 'data'

/**
 * The folder in which the tool keeps things of this user's, by the platform's rules: the XDG Base
 * Directory Specification, or what macOS and Windows name.
 *
 * @param project Real path of the project, into which nothing is put: a change of it could be
 *   believed.
 * @returns Nothing when there is no such place: no home, a path that is not absolute, one that leads
 *   into the project, or a folder that others own or write to.
 */
export function userFolder(kind: UserFolder, project: string): string | undefined {
  const folder = platformFolder(kind)
  if (folder === undefined || !isAbsolute(folder)) return undefined
  try {
    const status = lstatSync(folder, { throwIfNoEntry: false })
    if (status !== undefined && !(status.isDirectory() && isOwn(status, 0o022))) return undefined
    return isInside(realPath(folder), realPath(repositoryOf(project))) ? undefined : folder
  } catch {
    return undefined // such as a file in the way, or a folder that is closed to the user
  }
}

/** Whether the file is this user's, and nobody else may read it. */
export function isPrivate(path: string): boolean {
  try {
    return isOwn(lstatSync(path), 0o077)
  } catch {
    return false
  }
}

function platformFolder(kind: UserFolder): string | undefined {
  if (process.platform === 'darwin') {
    return inHome('Library', kind === 'cache' ? 'Caches' : 'Application Support', name)
  }
  if (process.platform === 'win32') {
    const local = process.env.LOCALAPPDATA || inHome('AppData', 'Local')
    return local && join(local, name, kind === 'cache' ? 'Cache' : 'Data')
  }
  const { XDG_CACHE_HOME, XDG_DATA_HOME } = process.env
  return kind === 'cache'
    ? (XDG_CACHE_HOME && join(XDG_CACHE_HOME, name)) || inHome('.cache', name)
    : (XDG_DATA_HOME && join(XDG_DATA_HOME, name)) || inHome('.local', 'share', name)
}

/** A path in the user's home, if there is one and it is the user's. */
function inHome(...parts: readonly string[]): string | undefined {
  try {
    const home = homedir() // throws for a user without an entry in passwd
    const status = lstatSync(realpathSync(home))
    return isAbsolute(home) && status.isDirectory() && isOwn(status, 0o022)
      ? join(home, ...parts)
      : undefined
  } catch {
    return undefined
  }
}

/** Whether it is this user's, and allows others nothing of `refused`. */
function isOwn({ uid, mode }: { uid: number; mode: number }, refused: number): boolean {
  const user = process.geteuid?.()
  return user === undefined || (uid === user && (mode & refused) === 0)
}

/** The folder of the repository that the project is in, or the project's own. */
function repositoryOf(project: string): string {
  for (let folder = project; dirname(folder) !== folder; folder = dirname(folder)) {
    if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return folder
  }
  return project
}

/** The path without links, of which the end need not be there. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
