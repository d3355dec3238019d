import { companionName } from '../dialects/companion.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { proveCompanion, proveSmolfile, renderCompanion } from '../dialects/render.ts'
import type { OutputFile } from '../output/manifest.ts'
import type { Expected } from '../output/plan.ts'
import { smolfileName } from '../output/tree.ts'
import type { Bottle } from './validate.ts'

/** The output tree's part for a bottle. */
export function expectedOutput(bottle: Bottle): Expected {
  const { slug, source, dialect, document, acknowledged, layout } = bottle
  const text = dialectOf(dialect).render(document, { source, layout })
  const companion = renderCompanion(dialect, document)
  return { slug, source, dialect, text, companion, acknowledged }
}

/**
 * Proves of files of a bottle's output that they say what its document says.
 *
 * @throws BugError when one does not.
 */
export function proveOutput({ dialect, document }: Bottle, files: readonly OutputFile[]): void {
  for (const { name, text } of files) {
    if (name === smolfileName) proveSmolfile(dialect, document, text)
    if (name === companionName) proveCompanion(dialect, document, text)
  }
}
