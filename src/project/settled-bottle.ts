import { parse } from 'smol-toml'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { Expected } from '../output/plan.ts'
import type { Bottle } from './validate.ts'

/** The bottle that its own output stands for, which the tool has rendered and proven. */
export function settledBottle({ slug, source, text, companion, ...expected }: Expected): Bottle {
  // What is settled is the tool's own.
  const dialect = expected.dialect as DialectName
  // So its data is a document.
  const document = parse(text) as unknown as SmolfileDocument
  const { companion: beside } = dialectOf(dialect)
  // The document is of the dialect that it is named with.
  const whole = companion && beside?.add(document as never, companion.text).document
  return { slug, source, dialect, document: whole ?? document, acknowledged: [] }
}
