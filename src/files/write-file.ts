import { randomBytes } from 'node:crypto'
import { closeSync, fchmodSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Names of files on their way to their final name: `.NAME.PID-RANDOM.tmp`. */
export const temporaryPattern = /^\.(.+)\.(\d{1,10})-[0-9a-f]+\.tmp$/s

/** A temporary name in the folder of `path`, which no other process takes. */
export function temporaryName(path: string): string {
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`
  return join(dirname(path), `.${basename(path)}.${unique}.tmp`)
}

/**
 * Writes a file in whole under a temporary name beside `path`, and gives the name. When that fails
 * nothing is left of it.
 *
 * @param mode The file's mode, whatever the umask is. Default: what the umask leaves of 0666.
 */
export function stageFile(path: string, content: string | Uint8Array, mode?: number): string {
  const temporary = temporaryName(path)
  let descriptor: number | undefined
  try {
    descriptor = openSync(temporary, 'wx', mode ?? 0o666)
    if (mode !== undefined) fchmodSync(descriptor, mode)
    writeFileSync(descriptor, content)
  } catch (error) {
    tryUnlink(temporary)
    throw error
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
  return temporary
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
