import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { ReadRefusal } from './system-errors.ts'

export interface ReadOptions {
  /** Most bytes that are read; a larger file is refused. */
  readonly most: number
  /** Whether the file may be a symbolic link: only where the user has named it. Default: no. */
  readonly follow?: boolean
}

/**
 * The bytes of a file that anybody may have put there: a regular file of at most `most` bytes. No
 * link is followed, nothing is waited for, and a file that grows meanwhile is cut.
 *
 * @throws ReadRefusal when it is no such file; else what the system says.
 */
export function readRegularFile(
  path: string | Buffer,
  { most, follow = false }: ReadOptions,
): Buffer {
  // Without O_NONBLOCK, opening a FIFO would wait for a writer.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW)
  const descriptor = open(path, flags, follow)
  try {
    const status = fstatSync(descriptor)
    if (!status.isFile()) throw new ReadRefusal('it is not a regular file')
    if (status.size > most) {
      throw new ReadRefusal(`it has ${status.size} bytes; at most ${most} are read`)
    }
    const bytes = Buffer.allocUnsafe(status.size)
    let length = 0
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, null)
      if (read === 0) break
      length += read
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(descriptor)
  }
}

function open(path: string | Buffer, flags: number, follow: boolean): number {
  try {
    return openSync(path, flags)
  } catch (error) {
    const isLoop = follow && (error as NodeJS.ErrnoException).code === 'ELOOP'
    throw isLoop ? new ReadRefusal('it is a symbolic link loop') : error
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text that `bytes` are. With other characters in the place of what is no text, two files that
 * differ could look the same.
 *
 * @throws ReadRefusal when it is not UTF-8.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new ReadRefusal('it is not valid UTF-8')
  }
}
