import { isDeepStrictEqual } from 'node:util'
import { BugError } from '../diagnostic/bug-error.ts'
import type { RenderContext } from './dialect.ts'
import type { DialectName, SmolfileDocument } from './dialects.ts'
import { dialectOf } from './dialects.ts'

/** The text of a Smolfile, proven: see {@link proveSmolfile}. */
export function renderSmolfile(
  dialect: DialectName,
  document: SmolfileDocument,
  context: RenderContext,
): string {
  const text = dialectOf(dialect).render(document, context)
  proveSmolfile(dialect, document, text)
  return text
}

/**
 * Proves that the text of a Smolfile says what its document says, by parsing it back.
 *
 * @throws BugError when it does not.
 */
export function proveSmolfile(
  dialect: DialectName,
  document: SmolfileDocument,
  text: string,
): void {
  let read: unknown
  try {
    read = dialectOf(dialect).parse(text)
  } catch (cause) {
    throw new BugError(`the ${dialect} Smolfile does not read back:\n${text}`, { cause })
  }
  if (!isDeepStrictEqual(read, document)) {
    throw new BugError(`the ${dialect} Smolfile does not read back as its document:\n${text}`)
  }
}
