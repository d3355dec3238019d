import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those that it is in. Node.js itself tries for ever where the system says that
 * there is no parent although there is, as in `/proc` and in a folder that has been removed.
 *
 * @returns False when it is there already.
 * @throws What the system says.
 */
export function makeFolders(path: string, mode = 0o777): boolean {
  try {
    return make(path, mode)
  } catch (error) {
    const parent = dirname(path)
    if (parent === path || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    makeFolders(parent, mode)
    return make(path, mode)
  }
}

function make(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode })
    return true
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false
    throw error
  }
}
