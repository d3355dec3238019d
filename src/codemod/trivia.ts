/** What stands between two nodes: a comment, or a sign such as a comma. */
export interface Token {
  readonly start: number
  readonly end: number
  /** The sign; the first two characters of a comment. */
  readonly sign: string
}

/** The comments and signs from `from` to `to`, where there is no other code. */
export function tokensBetween(source: string, from: number, to: number): readonly Token[] {
  const pattern = /\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/|\S/g
  return [...source.slice(from, to).matchAll(pattern)].map(({ 0: text, index }) => {
    const start = from + index
    return { start, end: start + text.length, sign: text.slice(0, 2) }
  })
}

export function isComment({ sign }: Token): boolean {
  return sign === '//' || sign === '/*'
}

/** Whether a line ends in what stands from `from` to `to`. */
export function hasLineEnd(source: string, from: number, to: number): boolean {
  return source.slice(from, to).includes('\n')
}

/** Whether a comment from `from` to `to`, where there is no other code, goes to the end of its line. */
export function hasLineComment(source: string, from: number, to: number): boolean {
  return tokensBetween(source, from, to).some(({ sign }) => sign === '//')
}

/** The end of the comments that follow `offset` on its line. */
export function endOfLineComments(source: string, offset: number): number {
  const [comments = ''] =
    /^(?:[ \t]*\/\*[\s\S]*?\*\/)*(?:[ \t]*\/\/[^\r\n]*)?/.exec(source.slice(offset)) ?? []
  return offset + comments.length
}

/** The start of the comments that end right above or before `start`: no blank line is between. */
export function startOfComments(source: string, tokens: readonly Token[], start: number): number {
  let begin = start
  for (const token of [...tokens].reverse()) {
    const lines = source.slice(token.end, begin).split('\n').length - 1
    if (!isComment(token) || lines > 1) break
    begin = token.start
  }
  return begin
}

/**
 * Where the space begins that goes with what is removed from `lead` to `tail`. A comment above that
 * is about more than this keeps its distance from what follows.
 */
export function startOfSpace(
  source: string,
  lead: number,
  tail: number,
  hasCommentAbove: boolean,
): number {
  const above = source.slice(0, lead).trimEnd().length
  const isBlankBelow = /^[ \t]*\r?\n\s*(?:\n|[)\]}]|$)/.test(source.slice(tail))
  if (!hasCommentAbove || isBlankBelow || !hasLineEnd(source, above, lead)) return above
  const line = source.lastIndexOf('\n', lead)
  return source[line - 1] === '\r' ? line - 1 : line
}

/** The space with which the line of `offset` begins. */
export function indentAt(source: string, offset: number): string {
  const line = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}
