import { statSync } from 'node:fs'
import { posix } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { OutputError } from '../files/file-error.ts'
import { readTree, recordName, smolfileName } from './tree.ts'

/** What an output tree holds for one slug, as it is. Untrusted. */
export interface TreeText {
  /** What the Smolfile is called in messages. */
  readonly name: string
  readonly smolfile: string
  readonly manifest?: string
}

/** Output trees by slug. */
export type TreeTexts = ReadonlyMap<string, TreeText>

/**
 * The texts of the output tree at `out` in the project; none when there is no such folder.
 *
 * @param called What the tree is called in messages.
 * @throws OutputError when a path is a symbolic link or cannot be read.
 */
export function readTreeTexts(project: string, out: string, called = out): TreeTexts {
  const { folders } = readTree(project, out)
  const texts = new Map<string, TreeText>()
  for (const [slug, { smolfile, manifest }] of folders) {
    if (smolfile === undefined) continue
    const name = posix.join(called, slug, smolfileName)
    const record = manifest === undefined ? {} : { manifest }
    texts.set(slug, { name, smolfile: decodeText(smolfile, 'BW202', name), ...record })
  }
  return texts
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text that `bytes` are. With other characters in the place of what is no text, two files that
 * differ could look the same.
 *
 * @throws OutputError with `code` when it is not UTF-8.
 */
export function decodeText(bytes: Uint8Array, code: 'BW140' | 'BW202', name: string): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new OutputError(code, `${quotePath(name)} is not valid UTF-8`)
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
  return name === recordName ? { slug, file: 'manifest' } : undefined
}
