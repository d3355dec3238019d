import { realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { decodeText, readRegularFile } from '../../files/read-file.ts'
import { isAbsent, systemReason } from '../../files/system-errors.ts'
import { limits } from '../limits.ts'

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false
      readonly refusal: string
      /** Whether there is no such file. */
      readonly isAbsent: boolean
    }

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
  if (refusal !== undefined) return refuse(refusal, refusal === absent)
  try {
    const bytes = readRegularFile(path, { most: limits.sourceBytes })
    return { ok: true, text: decodeText(bytes) }
  } catch (error) {
    return refuse(reasonOf(error), isAbsent(error))
  }
}

/** A text that stands for a file, by the rules that hold for the file. */
export function readDraft(text: string): ReadResult {
  const bytes = Buffer.byteLength(text)
  return bytes > limits.sourceBytes ? refuse(tooLarge(bytes)) : { ok: true, text }
}

/** Returns why nothing is read from `folder`, or undefined. */
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
    refusal = reasonOf(error)
  }
  known.set(folder, refusal)
  return refusal
}

function tooLarge(bytes: number): string {
  return `it has ${bytes} bytes; at most ${limits.sourceBytes} are read`
}

function refuse(refusal: string, isAbsent = false): ReadResult {
  return { ok: false, refusal, isAbsent }
}

const absent = 'it does not exist'

function reasonOf(error: unknown): string {
  return isAbsent(error) ? absent : systemReason(error)
}
