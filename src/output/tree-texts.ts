import { statSync } from 'node:fs'
import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import { decodeText } from '../files/read-file.ts'
import { manifestName, readTree, smolfileName } from './tree.ts'

/** The files of one slug in an output tree. Untrusted. */
export interface TreeText {
  /** The Smolfile's name in messages. */
  readonly name: string
  readonly smolfile: string
  readonly manifest?: string
  /** Why nothing of it can be read; then the Smolfile is empty. */
  readonly refused?: readonly Diagnostic[]
}

/** Output trees by slug. */
export type TreeTexts = ReadonlyMap<string, TreeText>

/**
 * The texts of the output tree at `out` in the project; none when there is no such folder.
 *
 * @param called What the tree is called in messages.
 * @throws FileError when a path is a symbolic link or cannot be read.
 */
export function readTreeTexts(project: string, out: string, called = out): TreeTexts {
  const { folders } = readTree(project, out)
  const texts = new Map<string, TreeText>()
  for (const [slug, { smolfile, manifest, refused }] of folders) {
    if (smolfile === undefined) continue
    const name = posix.join(called, slug, smolfileName)
    const beside = manifest === undefined ? {} : { manifest }
    texts.set(
      slug,
      readable(name, () => {
        for (const error of refused) throw error
        return { name, smolfile: textIn(smolfile, 'BW202', name), ...beside }
      }),
    )
  }
  return texts
}

/** Returns what `read` gives; of what is refused the reason, so that it hides no other bottle. */
export function readable(name: string, read: () => TreeText): TreeText {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { name, smolfile: '', refused: [error.diagnostic] }
  }
}

/**
 * The text that `bytes` are.
 *
 * @throws FileError with `code` when it is not UTF-8.
 */
export function textIn(bytes: Uint8Array, code: 'BW140' | 'BW202', name: string): string {
  try {
    return decodeText(bytes)
  } catch {
    throw new FileError(code, `${quotePath(name)} is not valid UTF-8`)
  }
}

/** Whether `path` is a folder that can be looked at. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The slug and the file of a path in an output tree, when it is one of the tool's own. */
export function splitTreePath(
  path: string,
): { slug: string; file: 'smolfile' | 'manifest' } | undefined {
  const [slug, name, ...more] = path.split('/')
  if (slug === undefined || more.length > 0) return undefined
  if (name === smolfileName) return { slug, file: 'smolfile' }
  return name === manifestName ? { slug, file: 'manifest' } : undefined
}
