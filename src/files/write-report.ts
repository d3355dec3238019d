import { systemError } from './file-error.ts'
import { replaceFile } from './write-file.ts'

/**
 * Writes a file that the user has named: in whole, over what was there.
 *
 * @throws FileError when it cannot be written.
 */
export function writeReport(path: string, text: string): void {
  try {
    replaceFile(path, text)
  } catch (error) {
    throw systemError('write', path, error)
  }
}
