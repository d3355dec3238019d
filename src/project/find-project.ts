import { lstatSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { decodeText, readRegularFile } from '../files/read-file.ts'
import { isTable } from '../smolfile/is-table.ts'
import {
  configurationKey,
  configurationName,
  defaultSettings,
  largestConfiguration,
  packageName,
} from './configuration.ts'

/**
 * Finds the project that a folder is in: the folder itself, or the nearest parent that holds
 * `bottles/` or a configuration. It is not searched beyond the repository's root, another file
 * system, or a folder of another owner, who could put a project there.
 *
 * @returns Absolute path of the project; the folder itself when there is none.
 */
export function findProject(start: string): string {
  const first = resolve(start)
  const origin = statSync(first, { throwIfNoEntry: false })
  if (origin === undefined) return first
  let folder = first
  for (;;) {
    if (isProject(folder)) return folder
    const parent = dirname(folder)
    if (parent === folder || isThere(join(folder, '.git'))) return first
    const status = statSync(parent, { throwIfNoEntry: false })
    if (status === undefined || status.dev !== origin.dev || status.uid !== origin.uid) return first
    folder = parent
  }
}

function isProject(folder: string): boolean {
  const bottles = statSync(join(folder, defaultSettings.bottles), { throwIfNoEntry: false })
  if (bottles?.isDirectory() || isThere(join(folder, configurationName))) return true
  try {
    const bytes = readRegularFile(join(folder, packageName), { most: largestConfiguration })
    const data: unknown = JSON.parse(decodeText(bytes))
    return isTable(data) && Object.hasOwn(data, configurationKey)
  } catch {
    return false
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
