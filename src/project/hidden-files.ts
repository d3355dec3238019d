import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { FileError } from '../files/file-error.ts'
import type { Plan } from '../output/plan.ts'
import { pathsOf } from '../output/plan.ts'

/**
 * A warning for each git attribute that hides files of the output tree from reviewers.
 *
 * @param others Paths of further files of the tree.
 */
export async function hiddenFiles(
  project: string,
  plan: Plan,
  others: readonly string[],
): Promise<readonly Diagnostic[]> {
  const { attributeDiagnostics } = await import('../output/attributes.ts')
  try {
    return attributeDiagnostics(project, plan.root, [...others, ...pathsOf(plan)])
  } catch (error) {
    if (error instanceof FileError) return [error.diagnostic]
    throw error
  }
}
