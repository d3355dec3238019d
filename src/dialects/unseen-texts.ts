import type { Problem } from '../diagnostic/problem.ts'
import { warningAt } from '../diagnostic/problem.ts'
import { quote } from '../diagnostic/text.ts'
import { unseen } from '../diagnostic/unseen.ts'
import { settingPath } from '../smolfile/setting-path.ts'
import { unwritable } from '../smolfile/toml-text.ts'

/** Code points that a message names. */
const mostNamed = 5

/** Warns of texts and names of a document that have characters which nobody sees. */
export function checkUnseen(document: object): readonly Problem[] {
  return visit(document, [])
}

function visit(value: unknown, keys: readonly (string | number)[]): readonly Problem[] {
  if (typeof value === 'string') return checkText(value, 'the text', keys)
  if (Array.isArray(value)) return value.flatMap((item, index) => visit(item, [...keys, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [
    ...checkText(key, 'the name', [...keys, key]),
    ...visit(item, [...keys, key]),
  ])
}

function checkText(
  text: string,
  what: string,
  keys: readonly (string | number)[],
): readonly Problem[] {
  // TOML writes the controls of ASCII as escapes, which are seen.
  if (/^[\u0000-\u007f]*$/.test(text) || unwritable(text) !== undefined) return []
  const found = new Set((text.match(unseen) ?? []).filter((each) => each > '\u007f'))
  if (found.size === 0) return []
  const named = [...found].slice(0, mostNamed).map(codePoint).join(', ')
  const more = found.size > mostNamed ? ` and ${found.size - mostNamed} more` : ''
  const message = `${what} has ${named}${more}, which cannot be seen: ${quote(text)}`
  return [warningAt('BW036', settingPath(keys), message, 'take it out, or write what is seen')]
}

/** `U+200B` */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
