/**
 * The characters that Rust's `str::trim` takes off: Unicode's White_Space. JavaScript's `trim` keeps
 * U+0085 and takes U+FEFF off instead.
 */
const blank = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const atStart = new RegExp(`^${blank}+`)
const isBlank = new RegExp(blank)

/** Returns `text` without the blanks at its ends that smolvm takes off. */
export function trimBlanks(text: string): string {
  const start = text.replace(atStart, '')
  // A pattern for the end would be tried at every blank of the text.
  let end = start.length
  while (end > 0 && isBlank.test(start.charAt(end - 1))) end -= 1
  return start.slice(0, end)
}
