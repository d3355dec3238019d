import { join } from 'node:path'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { escapeControls, quotePath } from '../../diagnostic/text.ts'
import { SourceText } from '../front-end/positions.ts'
import { readSource } from '../front-end/read.ts'
import { limits } from '../limits.ts'

/** `bottles/x.bottle.ts(3,7): error TS2322: …`, the form of `tsc --pretty false`. */
const located = /^(.+?)\((\d{1,7}),(\d{1,7})\): error (TS\d+): (.*)$/
const global = /^error (TS\d+): (.*)$/

/**
 * The compiler's output as diagnostics, each with its source line.
 *
 * @param settings Path of the file with the compiler's settings, which nobody has written: what is
 * wrong with it is wrong with the project's settings.
 */
export function readTypeErrors(
  project: string,
  output: string,
  settings: string,
): readonly Diagnostic[] {
  const sources = new Map<string, CompiledText | undefined>()
  const sourceOf = (file: string): CompiledText | undefined => {
    if (!sources.has(file)) {
      const read = isInside(file) ? readSource(project, file) : undefined
      sources.set(file, read?.ok === true ? new CompiledText(file, read.text) : undefined)
    }
    return sources.get(file)
  }
  return entries(output).map(([first, ...details]): Diagnostic => {
    const [, file = '', line = '', column = '', code = '', text = ''] = located.exec(first) ?? []
    if (file === '') return withoutPlace(first, details)
    const message = messageOf(code, text, details)
    if (join(project, file) === settings) {
      return diagnosticOf('BW105', message, { origin: { file: 'tsconfig.json' } })
    }
    const place = { file, line: Number(line), column: Number(column) }
    const origin = sourceOf(file)?.originAt(place.line, place.column) ?? place
    return diagnosticOf('BW105', message, { origin })
  })
}

/** A source text with its lines as the compiler counts them: JavaScript ends them in more ways. */
class CompiledText {
  readonly #source: SourceText
  readonly #starts: readonly number[]

  constructor(file: string, text: string) {
    const plain = text.startsWith('\ufeff') ? text.slice(1) : text
    this.#source = new SourceText(file, plain)
    const ends = plain.matchAll(/\r\n|[\n\r\u2028\u2029]/g)
    this.#starts = [0, ...[...ends].map(({ 0: end, index }) => index + end.length)]
  }

  originAt(line: number, column: number): Origin | undefined {
    const start = this.#starts[line - 1]
    const offset = (start ?? 0) + column - 1
    if (start === undefined || offset > this.#source.text.length) return undefined
    return this.#source.originAt(offset)
  }
}

/** Each error with the lines that go into detail, which are indented. */
function entries(output: string): readonly (readonly [first: string, ...details: string[]])[] {
  const found: [string, ...string[]][] = []
  for (const line of output.split(/\r?\n/)) {
    if (/^\s/.test(line)) found.at(-1)?.push(line.trim())
    else if (located.test(line) || global.test(line)) found.push([line])
  }
  return found
}

function withoutPlace(line: string, details: readonly string[]): Diagnostic {
  const [, code = '', text = ''] = global.exec(line) ?? []
  return diagnosticOf('BW105', messageOf(code, text, details))
}

function messageOf(code: string, text: string, details: readonly string[]): string {
  const all = [text, ...details].map((each) => each.replace(/\.$/, '')).join('; ')
  const shown = escapeControls(all)
  return `${code}: ${shown.length > limits.excerptLength ? `${shown.slice(0, limits.excerptLength)}…` : shown}`
}

function isInside(file: string): boolean {
  return !file.startsWith('..') && !file.startsWith('/') && !/^[a-z]:/i.test(file)
}

/** The error that types could not be checked at all. */
export function unchecked(reason: string): Diagnostic {
  const message = `the types cannot be checked: ${reason}`
  return diagnosticOf('BW106', message, { hint: 'pass --no-types to go on without' })
}

/** The path of a compiler that does not start. */
export function notStarted(command: string, reason: string): Diagnostic {
  return unchecked(`${quotePath(command)} failed to start (${escapeControls(reason)})`)
}
