import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'

/** The project is not a folder that can be used. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError'
}

/**
 * The real path of a project's folder.
 *
 * @throws ProjectError when it is no folder that can be opened.
 */
export function projectPath(project: string): string {
  const path = resolve(project)
  try {
    const real = realpathSync(path)
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new ProjectError(`there is no folder ${quotePath(path)}`)
    throw new ProjectError(`the folder ${quotePath(path)} cannot be opened (${code})`)
  }
  throw new ProjectError(`${quotePath(path)} is not a folder`)
}
