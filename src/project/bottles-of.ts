import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { isSingle } from '../evaluate/discover.ts'
import type { ProjectContext } from './context.ts'
import { listBottles } from './select.ts'

/** Every bottle by its file, or why they cannot be listed. Fleets alone are evaluated for it. */
export async function bottlesOf(
  context: ProjectContext,
): Promise<readonly BottleFile[] | Diagnostic> {
  const all = listBottles(context.project, context.settings.bottles)
  if ('code' in all) return all
  const single = all.filter(isSingle)
  if (single.length === all.length) return single
  const { files } = await context.load({ slugs: [] })
  return files
}
