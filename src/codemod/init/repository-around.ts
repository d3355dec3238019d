import { lstatSync } from 'node:fs'
import { relative } from 'node:path'
import { repositoryRoot } from '../../files/repository-names.ts'
import { askGit } from '../../output/git-process.ts'

/**
 * Returns the root of the repository that a new project is in, or undefined. A folder is none that
 * another user could have made a repository of, and none that ignores the project.
 *
 * @param project Real path of the project.
 */
export function repositoryAround(project: string): string | undefined {
  const root = repositoryRoot(project)
  if (root === undefined || root === project) return root
  const { uid, mode } = lstatSync(root)
  if ((uid !== process.getuid?.() && uid !== 0) || (mode & 0o002) !== 0) return undefined
  return isIgnored(root, project) ? undefined : root
}

function isIgnored(root: string, project: string): boolean {
  try {
    return askGit(root, ['check-ignore', '--quiet', '--', relative(root, project)]).ok
  } catch {
    return false // without git nothing is ignored
  }
}
