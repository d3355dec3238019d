import type { Stats } from 'node:fs'
import { lstatSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { configurationName, isConfigured, packageName } from './configuration.ts'
import { defaultSettings } from './configuration-form.ts'

/**
 * Finds the project that a folder is in: the folder itself, or the nearest parent that holds
 * `bottles/` or a configuration. The search ends at a repository's root, at another file system, and
 * before a folder in which another user could have put a project: one that is neither this user's
 * nor the system's, or that everybody may write to.
 *
 * @returns Absolute path of the project; the folder itself when there is none.
 */
export function findProject(start: string): string {
  const first = resolve(start)
  const origin = statusOf(first)
  if (origin === undefined || isProject(first)) return first
  let folder = first
  for (;;) {
    const parent = dirname(folder)
    if (parent === folder || statusOf(join(folder, '.git')) !== undefined) return first
    const status = statusOf(parent)
    if (status?.dev !== origin.dev || !isTrusted(status) || (status.mode & 0o002) !== 0)
      return first
    if (isProject(parent)) return parent
    folder = parent
  }
}

/** Whether a folder holds what makes it a project, and it is this user's or the system's. */
function isProject(folder: string): boolean {
  const bottles = statusOf(join(folder, defaultSettings.bottles))
  if (bottles?.isDirectory() && isTrusted(bottles)) return true
  return [configurationName, packageName].some((name) => {
    const status = statusOf(join(folder, name))
    return status !== undefined && isTrusted(status) && isConfigured(folder, name)
  })
}

function isTrusted({ uid }: Stats): boolean {
  return uid === process.getuid?.() || uid === 0
}

/** The entry at a path itself; undefined when this user cannot tell. */
function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
