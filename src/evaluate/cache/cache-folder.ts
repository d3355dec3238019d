import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import envPaths from 'env-paths'
import { limits } from '../limits.ts'

const tool = 'bottleworks'
const fileName = 'evaluations'
/** The name of a project's folder in the platform's: nothing else there is touched. */
const projectName = /^[0-9a-f]{16}$/

/**
 * The folder of a project's cache: in its `node_modules` when it has that, and else in the
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

/** The path of the key that seals the cache: outside of every project. */
export function keyPath(): string {
  return join(envPaths(tool).data, 'cache.key')
}

/** The folder for the tool's own compiled modules: none that others write to. */
export function compiledPath(): string {
  return join(envPaths(tool).cache, 'compiled')
}

/** Makes the folder, for this user alone, and in the platform's folder room for it. */
export function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) === undefined) return
  const parent = dirname(folder)
  if (parent !== envPaths(tool).cache) return
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
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isAbsent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined
}
