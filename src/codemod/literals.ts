import { unseen } from '../diagnostic/unseen.ts'

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

export type Quote = "'" | '"'

/**
 * `text` as a string literal of TypeScript, in the quotes that need fewer escapes, else in those
 * that are `usual`. What cannot be seen is escaped, so that a reviewer sees it.
 */
export function stringLiteral(text: string, usual: Quote = "'"): string {
  const count = (quote: string) => text.split(quote).length
  const other = usual === "'" ? '"' : "'"
  const quote = count(usual) > count(other) ? other : usual
  const escaped = text.replace(/[\\'"]/g, (character) =>
    character === '\\' || character === quote ? `\\${character}` : character,
  )
  return quote + escaped.replace(unseen, escapeCharacter) + quote
}

/**
 * `text` as a template literal without a substitution: its line feeds stand as they are. A carriage
 * return is escaped, since the language would read it as a line feed (ECMA-262, 12.9.6).
 */
export function templateLiteral(text: string): string {
  const escaped = text.replace(/\\|`|\$(?=\{)/g, '\\$&')
  return `\`${escaped.replace(unseen, (each) => (each === '\n' ? each : escapeCharacter(each)))}\``
}

/** `name` as the key of an object literal. */
export function keyLiteral(name: string, usual?: Quote): string {
  // As a plain key this one would set the prototype (ECMA-262, B.3.1).
  if (name === '__proto__') return `[${stringLiteral(name, usual)}]`
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : stringLiteral(name, usual)
}

function escapeCharacter(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (code > 0xffff) return `\\u{${code.toString(16)}}`
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
