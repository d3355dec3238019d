import { randomBytes } from 'node:crypto'
import { renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { systemError } from './file-error.ts'

/**
 * Writes a file that the user has named: in whole, over what was there.
 *
 * @throws OutputError when it cannot be written.
 */
export function writeReport(path: string, text: string): void {
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    renameSync(temporary, path)
  } catch (error) {
    try {
      unlinkSync(temporary)
    } catch {
      // It was never made.
    }
    throw systemError('write', path, error)
  }
}
