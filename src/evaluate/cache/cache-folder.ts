import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { makeFolders } from '../../files/make-folders.ts'
import { limits } from '../limits.ts'
import { userFolder } from './user-folders.ts'

const fileName = 'evaluations'
/** The name of a project's folder in the platform's: nothing else there is touched. */
const projectName = /^[0-9a-f]{16}$/

/** The file that holds what is known of a project, and the key that seals it. */
export interface CachePlace {
  readonly path: string
  /** Outside of every project. */
  readonly key: string
}

/**
 * The place of a project's cache: in its `node_modules` when it has that, and else in the platform's
 * folder for caches.
 *
 * @returns Nothing when the user has no folder for the key, or a part of the path is a link or no
 *   folder: a project could lead elsewhere.
 */
export function cachePlace(project: string): CachePlace | undefined {
  const folder = cacheFolder(project)
  const data = folder === undefined ? undefined : userFolder('data', project)
  if (folder === undefined || data === undefined) return undefined
  return { path: join(folder, fileName), key: join(data, 'cache.key') }
}

/**
 * The place of what is settled of a project: in the platform's folder for caches, whatever the
 * project has. It is believed without a further look, so it lies where no change of a project can be.
 *
 * @returns Nothing when the user has no such folder.
 */
export function settledPlace(project: string): CachePlace | undefined {
  const folder = platformFolderOf(project)
  const data = folder === undefined ? undefined : userFolder('data', project)
  if (folder === undefined || data === undefined) return undefined
  return { path: join(folder, 'settled'), key: join(data, 'cache.key') }
}

function platformFolderOf(project: string): string | undefined {
  const all = userFolder('cache', project)
  const name = createHash('sha256').update(project).digest('hex').slice(0, 16)
  return all === undefined ? undefined : join(all, name)
}

function cacheFolder(project: string): string | undefined {
  const modules = join(project, 'node_modules')
  if (!isRealFolder(modules)) return platformFolderOf(project)
  const parts = [join(modules, '.cache'), join(modules, '.cache', 'bottleworks')]
  return parts.every((part) => isRealFolder(part) || isAbsent(part)) ? parts[1] : undefined
}

/** Whether there may be something in the cache of a project. */
export function hasCache(project: string): boolean {
  const place = cachePlace(project)
  return place !== undefined && existsSync(place.path)
}

/**
 * The folder for the tool's own compiled modules, which is made: none that others write to.
 *
 * @returns Nothing when there is no such place.
 */
export function compiledFolder(project: string): string | undefined {
  const all = userFolder('cache', project)
  if (all === undefined) return undefined
  const folder = join(all, 'compiled')
  try {
    makeFolders(folder, 0o700)
    return folder
  } catch {
    return undefined
  }
}

/**
 * The place of what is compiled of a script of the tool's own, for this version of Node.js.
 *
 * @returns Nothing when the user has no folders for it.
 */
export function compiledPlace(project: string, script: string): CachePlace | undefined {
  const all = userFolder('cache', project)
  const data = all === undefined ? undefined : userFolder('data', project)
  if (all === undefined || data === undefined) return undefined
  const path = join(all, 'compiled', `${script}-${process.version}-${process.arch}`)
  return { path, key: join(data, 'cache.key') }
}

/** Makes the folder, for this user alone, and in the platform's folder room for it. */
export function makeFolder(folder: string): void {
  if (!makeFolders(folder, 0o700)) return
  if (!projectName.test(basename(folder))) return
  const parent = dirname(folder)
  const names = readdirSync(parent).filter((name) => projectName.test(name))
  const projects = names.map((name) => join(parent, name))
  const byAge = projects.sort((a, b) => ageOf(a) - ageOf(b))
  for (const old of byAge.slice(limits.cachedProjects))
    rmSync(old, { recursive: true, force: true })
}

/** The time since the folder was written to, in milliseconds. */
function ageOf(folder: string): number {
  return Date.now() - (lstatSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0)
}

function isRealFolder(path: string): boolean {
  return kindOf(path) === 'folder'
}

function isAbsent(path: string): boolean {
  return kindOf(path) === 'nothing'
}

function kindOf(path: string): 'folder' | 'nothing' | 'other' {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false })
    if (status === undefined) return 'nothing'
    return status.isDirectory() ? 'folder' : 'other'
  } catch {
    return 'other' // such as in a folder that is closed to the user
  }
}
