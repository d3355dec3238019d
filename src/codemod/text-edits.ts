import type { Node } from 'ts-morph'

/** `text` instead of what stands from `start` to `end`. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** `source` with the edits, which do not overlap. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source)
}

export function replaceNode(node: Node, text: string): TextEdit {
  return { start: node.getStart(), end: node.getEnd(), text }
}

/** Puts `text` behind `node` and, where it ends its line, behind the comment that follows there. */
export function insertAfter(source: string, node: Node, text: string): TextEdit {
  const end = node.getEnd()
  const behind = end + lineComment(source, end)
  return { start: behind, end: behind, text }
}

/**
 * Puts `text` behind the last of the items between two brackets, in the layout that they have.
 *
 * @param open The offset behind the opening bracket.
 */
export function appendItem(
  source: string,
  open: number,
  items: readonly Node[],
  text: string,
): TextEdit {
  const last = items.at(-1)
  if (last === undefined) return { start: open, end: open, text }
  const end = last.getEnd()
  const line = source.slice(source.lastIndexOf('\n', last.getStart()) + 1, last.getStart())
  if (!/^[ \t]*$/.test(line)) return { start: end, end, text: `, ${text}` }
  const [, comma = '', comment = ''] = /^(\s*,)?([ \t]*\/\/[^\n]*)?/.exec(source.slice(end)) ?? []
  const between = comma === '' ? `,${comment}` : comma + comment
  const behind = end + comma.length + comment.length
  return { start: end, end: behind, text: `${between}\n${line}${text},` }
}

/** Takes one of the items between two brackets away, with the comments that are about it. */
export function removeItem(source: string, items: readonly Node[], index: number): TextEdit {
  const item = items[index]
  if (item === undefined) throw new RangeError('there is no such item')
  const before = items[index - 1]
  const between = source.slice(before?.getEnd() ?? item.getPos(), item.getStart())
  const isFirstOfLine = between.includes('\n')
  const isLast = index === items.length - 1
  if (before !== undefined && isLast && !isFirstOfLine) {
    return { start: before.getEnd(), end: item.getEnd(), text: '' }
  }
  // What stands behind the item before, on its line, is about that one.
  const start = item.getPos() + lineComment(source, item.getPos())
  const [, comma = ''] = /^(\s*,)?/.exec(source.slice(item.getEnd())) ?? []
  const end = item.getEnd() + comma.length
  return { start, end: end + lineComment(source, end), text: '' }
}

/** Takes away what `node` has behind `kept`, with the comments that are about it. */
export function removeBehind(source: string, kept: Node, node: Node): TextEdit {
  const start = kept.getEnd() + lineComment(source, kept.getEnd())
  const hasOwnLine = source[start] === '\n' || source.startsWith('\r\n', start)
  if (!hasOwnLine) return { start: kept.getEnd(), end: node.getEnd(), text: '' }
  return { start, end: node.getEnd() + lineComment(source, node.getEnd()), text: '' }
}

/** The length of the comment that ends the line, with the space before it. */
function lineComment(source: string, offset: number): number {
  return /^[ \t]*\/\/[^\n]*/.exec(source.slice(offset))?.[0].length ?? 0
}
