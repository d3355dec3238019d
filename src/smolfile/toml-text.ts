/**
 * Longest text of a Smolfile, in UTF-16 code units. What reads Smolfiles puts a text on its stack,
 * which holds less than twice as much; Linux takes 128 KiB of an argument or a variable (execve(2)).
 */
export const longestText = 65_536

const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

/**
 * `text` as a TOML basic string. Only what TOML requires is escaped: the quote, the backslash and
 * the control characters with DEL (TOML 1.0, "String"). A lone surrogate has no TOML form: see
 * {@link unwritable}.
 */
export function tomlString(text: string): string {
  const escaped = text.replace(
    /["\\\u0000-\u001f\u007f]/g,
    (character) =>
      shortEscapes[character] ??
      `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
  return `"${escaped}"`
}

/** `items` as a TOML array of strings on one line. */
export function tomlArray(items: readonly string[]): string {
  return `[${items.map(tomlString).join(', ')}]`
}

/** `items` as a TOML array of strings, each on a line of its own; an empty one is on one line. */
export function tomlLines(items: readonly string[]): string {
  if (items.length === 0) return '[]'
  return ['[', ...items.map((item) => `  ${tomlString(item)},`), ']'].join('\n')
}

/** `key` as TOML writes it: bare where it can be. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key)
}

/** Any value of a Smolfile, on one line. */
export function tomlValue(value: unknown): string {
  if (typeof value === 'string') return tomlString(value)
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const pairs = Object.entries(value).map(([key, each]) => `${tomlKey(key)} = ${tomlValue(each)}`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}

/**
 * Returns why a Smolfile cannot hold `text`, or undefined: TOML text is Unicode scalar values, and
 * a NUL ends an argument or a variable of a process. None is longer than {@link longestText}.
 */
export function unwritable(text: string): string | undefined {
  if (text.includes('\0')) return 'a NUL character'
  if (!text.isWellFormed()) return 'a lone surrogate'
  if (text.length > longestText) return `more than ${longestText} characters`
  return undefined
}
