import type { Node } from 'ts-morph'

/** `text` instead of what stands from `start` to `end`. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The byte order mark that `source` begins with, if it does. */
export function markOf(source: string): string {
  return source.startsWith('\ufeff') ? '\ufeff' : ''
}

/**
 * `source` with the edits. Their offsets are those of the text behind a byte order mark, which
 * stays, and their lines end as those of the source do.
 */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const mark = markOf(source)
  const text = source.slice(mark.length)
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n'
  const parts: string[] = []
  let done = 0
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    // What is taken away with a comma may lie in what is taken away as a whole.
    parts.push(text.slice(done, Math.max(done, edit.start)), edit.text.replaceAll('\n', lineEnd))
    done = Math.max(done, edit.end)
  }
  return mark + parts.join('') + text.slice(done)
}

export function replaceNode(node: Node, text: string): TextEdit {
  return { start: node.getStart(), end: node.getEnd(), text }
}

export function remove(start: number, end: number): TextEdit {
  return { start, end, text: '' }
}

export function insert(offset: number, text: string): TextEdit {
  return { start: offset, end: offset, text }
}
