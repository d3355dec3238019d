import { writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemError } from './file-error.ts'
import { isOfSystem } from './is-of-system.ts'
import { makeFolders } from './make-folders.ts'
import { replaceFile } from './write-file.ts'

/**
 * Writes a file that the user has named: in whole, over what was there. Its folder is made where it
 * is missing. What is below `/dev`, such as `/dev/stdout`, is written to and stays what it is.
 *
 * @throws FileError when it cannot be written.
 */
export function writeReport(path: string, text: string): void {
  try {
    if (isOfSystem(path)) writeFileSync(path, text)
    else {
      makeFolders(dirname(path))
      replaceFile(path, text)
    }
  } catch (error) {
    throw systemError('write', path, error)
  }
}
