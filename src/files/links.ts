import { lstatSync } from 'node:fs'
import { isAbsolute, join, parse, relative, sep } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { FileError, systemError } from './file-error.ts'

/**
 * Refuses a path of which any part is a symbolic link: what is written there would land elsewhere.
 * The project's own folder is taken as it is.
 *
 * @throws FileError naming the link.
 */
export function refuseLinks(project: string, path: string): void {
  const inside = relative(project, path)
  const outside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
  let part = outside ? parse(path).root : project
  for (const name of relative(part, path).split(sep)) {
    part = join(part, name)
    const status = statusOf(part)
    if (status === undefined) return
    if (status.isSymbolicLink()) throw linkError(part)
  }
}

/** Returns the entry at `path` itself, or undefined. */
export function statusOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw systemError('read', path, error)
  }
}

/** The error that a path is a symbolic link (BW201). */
export function linkError(path: string): FileError {
  return new FileError(
    'BW201',
    `the output path ${quotePath(path)} is a symbolic link; nothing is read or written through one`,
    'remove the link, or pass the real folder with --out',
  )
}
