import { dialectOf } from '../dialects/dialects.ts'
import { renderCompanion } from '../dialects/render.ts'
import type { Expected } from '../output/plan.ts'
import type { Bottle } from './validate.ts'

/** The output tree's part for a bottle. */
export function expectedOutput(bottle: Bottle): Expected {
  const { slug, source, dialect, document, acknowledged, layout } = bottle
  const text = dialectOf(dialect).render(document, { source, layout })
  const companion = renderCompanion(dialect, document)
  return { slug, source, dialect, text, companion, acknowledged }
}
