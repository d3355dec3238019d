import type { Origin } from '../../diagnostic/diagnostic.ts'

/** The place in `file` at `offset` (UTF-16 code units) of its `text`. */
export function originAt(file: string, text: string, offset: number): Origin {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const start = before.lastIndexOf('\n') + 1
  return { file, line, column: offset - start + 1, text: lineAt(text, line) }
}

/** The offset of a line and a column, both counted from 1. */
export function offsetAt(text: string, line: number, column: number): number {
  let start = 0
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf('\n', start)
    if (end === -1) return text.length
    start = end + 1
  }
  return Math.min(start + column - 1, text.length)
}

function lineAt(text: string, line: number): string {
  return (text.split('\n', line)[line - 1] ?? '').replace(/\r$/, '')
}
