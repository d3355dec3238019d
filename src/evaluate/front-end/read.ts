import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { limits } from '../limits.ts'

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly refusal: string; readonly hint?: string }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of a source file, or the rule that it breaks: it is a regular file of at most 1 MiB of
 * UTF-8, no symbolic link, in a folder whose real path is inside the project.
 *
 * @param project Real path of the project.
 * @param file Path relative to it.
 * @param knownFolders What has been found of folders already, for the files that share them.
 */
export function readSource(
  project: string,
  file: string,
  knownFolders: Map<string, string | undefined> = new Map(),
): ReadResult {
  const path = join(project, file)
  const refusal = refuseFolder(project, dirname(path), knownFolders)
  if (refusal !== undefined) return refuse(refusal)
  let descriptor: number
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    descriptor = openSync(path, flags)
  } catch (error) {
    return refuse(missing(error))
  }
  try {
    return readRegular(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A text that stands for a file, by the rules that hold for the file. */
export function readDraft(text: string): ReadResult {
  const bytes = Buffer.byteLength(text)
  return bytes > limits.sourceBytes ? refuse(tooLarge(bytes)) : { ok: true, text }
}

/** Why nothing is read from `folder`, if nothing is. */
function refuseFolder(
  project: string,
  folder: string,
  known: Map<string, string | undefined>,
): string | undefined {
  if (known.has(folder)) return known.get(folder)
  let refusal: string | undefined
  try {
    const real = relative(project, realpathSync(folder))
    if (real === '..' || real.startsWith(`..${sep}`)) {
      refusal = 'its folder is outside the project, behind a symbolic link'
    }
  } catch (error) {
    refusal = missing(error)
  }
  known.set(folder, refusal)
  return refusal
}

function readRegular(descriptor: number): ReadResult {
  const status = fstatSync(descriptor)
  if (!status.isFile()) return refuse('it is not a regular file')
  if (status.size > limits.sourceBytes) {
    return refuse(tooLarge(status.size))
  }
  const bytes = Buffer.alloc(status.size)
  let length = 0
  while (length < bytes.length) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, null)
    if (read === 0) break
    length += read
  }
  try {
    return { ok: true, text: decoder.decode(bytes.subarray(0, length)) }
  } catch {
    return refuse('it is not valid UTF-8')
  }
}

function tooLarge(bytes: number): string {
  return `it has ${bytes} bytes; a source file has at most ${limits.sourceBytes}`
}

function refuse(refusal: string, hint?: string): ReadResult {
  return { ok: false, refusal, ...(hint === undefined ? {} : { hint }) }
}

function missing(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist'
  if (code === 'ELOOP') return 'it is a symbolic link, which is not followed'
  if (code === 'EACCES' || code === 'EPERM') return 'permission is denied'
  return `it cannot be opened (${code})`
}
