import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'

const tool = 'bottleworks'
const fileName = 'evaluations'

/**
 * Where what is known of a project is kept: in its `node_modules` when it has that, and else in the
 * platform's folder for caches.
 *
 * @returns Nothing when a part of the path is a link or no folder: a project could lead elsewhere.
 */
function cacheFolder(project: string): string | undefined {
  const modules = join(project, 'node_modules')
  if (!isRealFolder(modules)) {
    const name = createHash('sha256').update(project).digest('hex').slice(0, 16)
    return join(envPaths(tool).cache, name)
  }
  const parts = [join(modules, '.cache'), join(modules, '.cache', tool)]
  return parts.every((part) => isRealFolder(part) || isAbsent(part)) ? parts[1] : undefined
}

/** Whether there may be something in the cache of a project. */
export function hasCache(project: string): boolean {
  const path = cachePath(project)
  return path !== undefined && existsSync(path)
}

/** The file that holds what is known of a project, if there can be one. */
export function cachePath(project: string): string | undefined {
  const folder = cacheFolder(project)
  return folder === undefined ? undefined : join(folder, fileName)
}

/** Where the key is kept that seals what is cached: outside of every project. */
export function keyPath(): string {
  return join(envPaths(tool).data, 'cache.key')
}

/** Makes the folder, for this user alone. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isAbsent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined
}
