import type { Origin } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'
import { hideInSource } from './source-secrets.ts'

/** The text of a source file, and the places in it. Lines and columns count from 1. */
export class SourceText {
  readonly file: string
  readonly text: string
  #lineStarts: readonly number[] | undefined
  #shown: string | undefined
  #end: number | undefined

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  /** The place at the offset `asked`, in UTF-16 code units, and its line without the secrets in it. */
  originAt(asked: number): Origin {
    // What is missing at the end of a text is missing behind its last word.
    this.#end ??= this.text.trimEnd().length
    const offset = Math.min(asked, this.#end)
    const line = this.#lineAt(offset)
    const [start, end] = this.#boundsOf(line)
    const place = { file: this.file, line, column: offset - start + 1 }
    if (end - start > limits.excerptLength) return place
    // Nothing is found out of a text before a line of it is shown.
    this.#shown ??= hideInSource(this.text)
    return { ...place, text: this.#shown.slice(start, end).replace(/\r?\n?$/, '') }
  }

  /** The offset of a line and a column, if there is such a place. */
  offsetAt(line: number, column: number): number | undefined {
    if (line < 1 || line > this.#starts().length || column < 1) return undefined
    const [start, end] = this.#boundsOf(line)
    const offset = start + column - 1
    return offset <= end ? offset : undefined
  }

  #boundsOf(line: number): readonly [start: number, end: number] {
    const starts = this.#starts()
    return [starts[line - 1] ?? 0, starts[line] ?? this.text.length]
  }

  /** A binary search: a hostile file has places by the thousand. */
  #lineAt(offset: number): number {
    const starts = this.#starts()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0]
      for (let end = this.text.indexOf('\n'); end !== -1; end = this.text.indexOf('\n', end + 1)) {
        starts.push(end + 1)
      }
      this.#lineStarts = starts
    }
    return this.#lineStarts
  }
}
