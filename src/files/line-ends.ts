/**
 * The ends of lines as git has them in a commit: with `core.autocrlf` it checks files of text out with
 * a carriage return before each line feed.
 */

/** The text with a line feed where a carriage return stands before one. */
export function plainLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
}

/** The same of a text in which each line ends so; any other stays as it is. */
export function fromCarriageReturns(text: string): string {
  const isPure = !/\r(?!\n)|(?<!\r)\n/.test(text)
  return isPure ? plainLineEnds(text) : text
}
