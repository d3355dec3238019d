import { isDeepStrictEqual } from 'node:util'
import { BugError } from '../diagnostic/bug-error.ts'
import type { RenderContext } from './dialect.ts'
import type { DialectName, SmolfileDocument } from './dialects.ts'
import { dialectOf } from './dialects.ts'

/**
 * The text of a Smolfile, proven: it is parsed back, and what comes out equals the document.
 *
 * @throws BugError when it does not.
 */
export function renderSmolfile(
  dialect: DialectName,
  document: SmolfileDocument,
  context: RenderContext,
): string {
  const { render, parse } = dialectOf(dialect)
  const text = render(document, context)
  let read: unknown
  try {
    read = parse(text)
  } catch (cause) {
    throw new BugError(`the ${dialect} Smolfile does not read back:\n${text}`, { cause })
  }
  if (!isDeepStrictEqual(read, document)) {
    throw new BugError(`the ${dialect} Smolfile does not read back as its document:\n${text}`)
  }
  return text
}
