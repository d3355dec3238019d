import { randomBytes } from 'node:crypto'
import { closeSync, fchmodSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Folder } from './folder.ts'

/** Names of what is on its way to its final name: `.NAME.PID-RANDOM.tmp`. */
export const temporaryPattern = /^\.(.+)\.(\d{1,10})-[0-9a-f]+\.tmp$/s

/** A temporary name for `name`, which no other process takes. */
export function temporaryName(name: string, unique = uniquePart()): string {
  return `.${name}.${unique}.tmp`
}

/** What makes temporary names this process's own. */
export function uniquePart(): string {
  return `${process.pid}-${randomBytes(6).toString('hex')}`
}

/**
 * Writes a file in whole under a temporary name beside `path`, and gives the name. When that fails
 * nothing is left of it.
 *
 * @param mode The file's mode, whatever the umask is. Default: what the umask leaves of 0666.
 */
export function stageFile(path: string, content: string | Uint8Array, mode?: number): string {
  const temporary = join(dirname(path), temporaryName(basename(path)))
  createFile(temporary, content, mode === undefined ? mode : { bits: mode, isMasked: true })
  return temporary
}

/**
 * Writes a new file in whole into a folder, and nothing when the folder has been exchanged. When
 * that fails nothing is left of it.
 */
export function createIn(folder: Folder, name: string, content: string, mode?: FileMode): void {
  createFile(folder.at(name), content, mode, folder)
}

/** The mode of a file, whatever the umask is. */
export interface FileMode {
  readonly bits: number
  /** Whether the umask takes some of them, so that they are to be set again. */
  readonly isMasked: boolean
}

/** @param folder Is looked at before anything is written. */
function createFile(
  path: string,
  content: string | Uint8Array,
  mode: FileMode | undefined,
  folder?: Folder,
): void {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, 'wx', mode?.bits ?? 0o666)
    folder?.verifyPath()
    if (mode?.isMasked) fchmodSync(descriptor, mode.bits)
    // Written out, the encoding of a text takes Node.js one call; by default it is a copy and a loop.
    writeFileSync(descriptor, content, { encoding: 'utf8' })
  } catch (error) {
    if (descriptor !== undefined) tryUnlink(path)
    throw error
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Writes a file in whole, over one that is there: nobody sees half of it. */
export function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
  const temporary = stageFile(path, content, mode)
  try {
    renameSync(temporary, path)
  } catch (error) {
    tryUnlink(temporary)
    throw error
  }
}

export function tryUnlink(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It was never made, has been renamed, or somebody else has removed it.
  }
}
