import { isDeepStrictEqual } from 'node:util'
import { BugError } from '../diagnostic/bug-error.ts'
import type { RenderContext } from './dialect.ts'
import type { DialectName, SmolfileDocument } from './dialects.ts'
import { dialectOf } from './dialects.ts'

/** The companion of a Smolfile; undefined when the document asks for none. */
export function renderCompanion(
  dialect: DialectName,
  document: SmolfileDocument,
): { readonly name: string; readonly text: string } | undefined {
  const { companion } = dialectOf(dialect)
  const text = companion?.render(document as never)
  return companion === undefined || text === undefined ? undefined : { name: companion.name, text }
}

/**
 * Proves that the text of a companion says what its document says, by reading it back.
 *
 * @throws BugError when it does not.
 */
export function proveCompanion(
  dialect: DialectName,
  document: SmolfileDocument,
  text: string,
): void {
  const { companion } = dialectOf(dialect)
  const read = companion?.add(companion.without(document as never), text)
  if (read?.problems.length === 0 && isDeepStrictEqual(read.document, document)) return
  throw new BugError(`${companion?.name} does not read back as its document:\n${text}`)
}

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
  const { companion, parse } = dialectOf(dialect)
  let read: unknown
  try {
    read = parse(text)
  } catch (cause) {
    throw new BugError(`the ${dialect} Smolfile does not read back:\n${text}`, { cause })
  }
  if (!isDeepStrictEqual(read, companion?.without(document as never) ?? document)) {
    throw new BugError(`the ${dialect} Smolfile does not read back as its document:\n${text}`)
  }
}
