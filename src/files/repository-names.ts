import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { statusOf } from './links.ts'

/** The folder of the nearest `.git` at or above `path`; undefined without one. */
export function repositoryRoot(path: string): string | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (statusOf(join(folder, '.git')) !== undefined) return folder
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * Names a file as code hosts do: from the root of its repository, with `/`. What lies elsewhere has
 * its absolute path.
 */
export type NameInRepository = (file: string) => string

/**
 * How files are called from the root of the repository that a folder is in.
 *
 * @param folder Where the paths of the files begin.
 * @param otherwise The root where there is no repository. Default: the folder.
 */
export function namesInRepository(folder: string, otherwise?: string): NameInRepository {
  const start = realPath(resolve(folder))
  const root =
    repositoryRoot(start) ?? (otherwise === undefined ? start : realPath(resolve(otherwise)))
  return (file) => {
    const path = resolve(start, file)
    const inside = relative(root, path)
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    return (isOutside ? path : inside).split(sep).join('/')
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
