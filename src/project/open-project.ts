import { hasCache } from '../evaluate/cache/cache-folder.ts'
import { ProjectCache } from '../evaluate/cache/project-cache.ts'
import { isDirectOff } from '../evaluate/direct/is-off.ts'
import { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import { isBuilt } from '../files/package-files.ts'
import type { ProjectContext } from './context.ts'
import { projectPath } from './project-path.ts'

export interface OpenOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** Use and keep what earlier evaluations gave. Default: yes, unless the tool runs from source. */
  readonly cache?: boolean
}

/**
 * Gives `use` a context on the project, which ends with it. Where everything is evaluated in the
 * sandbox, that takes longest to start, so the rest of the tool is loaded in the meantime.
 *
 * @throws ProjectError when the project is no folder; anything else is a bug in bottleworks.
 */
export async function openProject<T>(
  // Who runs the tool from source changes it, which no cache of results can know.
  { project = '.', cache = isBuilt }: OpenOptions,
  use: (context: ProjectContext) => Promise<T>,
): Promise<T> {
  const path = projectPath(project)
  const sandbox = new Sandbox(path)
  if (isDirectOff() && !(cache && hasCache(path))) void sandbox.warm()
  try {
    const { ProjectContext } = await import('./context.ts')
    const known = cache ? { cache: new ProjectCache(path) } : {}
    const context = new ProjectContext({ project: path, sandbox, ...known })
    await context.configure()
    const result = await use(context)
    context.save()
    return result
  } finally {
    await sandbox.close()
  }
}
