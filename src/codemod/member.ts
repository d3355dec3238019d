import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { isFleetFile } from '../evaluate/subject.ts'
import type { ProjectContext } from '../project/context.ts'

/**
 * Returns why a command cannot take a bottle as a file of its own, with the place at which it is made;
 * undefined when it has one.
 *
 * @param advice What to do instead.
 */
export async function refuseMember(
  context: ProjectContext,
  { file, slug }: BottleFile,
  advice: string,
): Promise<Diagnostic | undefined> {
  if (!isFleetFile(file)) return undefined
  const loaded = await context.load({ slugs: [slug] })
  const [made] = await context.locate(loaded, [{ slug, path: 'slug' }])
  const message = `${quote(slug)} has no file of its own: it is a bottle of the fleet ${quotePath(file)}`
  return diagnosticOf('BW134', message, { slug, origin: made ?? { file }, hint: advice })
}
