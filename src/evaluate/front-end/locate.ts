import { SourceMap } from 'node:module'
import type { CallExpression } from 'oxc-parser'
import { parseSync, Visitor } from 'oxc-parser'
import type { Origin } from '../../diagnostic/diagnostic.ts'
import type { StackPlace } from '../sandbox/protocol.ts'
import { parserOptions, stripTypes } from './compile.ts'
import { offsetAt, originAt } from './positions.ts'

/** A frame of a stack: a position in the stripped code of a module. */
interface Frame {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Finds places in the source from the engine's stacks. A stack tells a position in the code
 * without types; a source map of the same transformation leads back. For a builder call, the
 * engine gives the position of the last part of its arguments, so the call that encloses it is
 * looked up in the syntax tree. All this is done only for places that are shown.
 */
export class Locator {
  readonly #textOf: (file: string) => string | undefined
  readonly #maps = new Map<string, SourceMap>()
  readonly #calls = new Map<string, readonly CallExpression[]>()

  /** @param textOf The text of a module of code of the project, if `file` is one. */
  constructor(textOf: (file: string) => string | undefined) {
    this.#textOf = textOf
  }

  /** Where the innermost frame in the project's source made the call `name`. */
  locateCall({ name, stack }: StackPlace): Origin | undefined {
    const frame = this.#innermost(stack)
    if (frame === undefined) return undefined
    const text = this.#textOf(frame.file) ?? ''
    const offset = this.#offset(frame, text)
    const call = this.#callsIn(frame.file, text)
      .filter((each) => each.start <= offset && offset <= each.end && calleeName(each) === name)
      .reduce<CallExpression | undefined>(smaller, undefined)
    return originAt(frame.file, text, call === undefined ? offset : calleeOffset(call))
  }

  /** The place of the innermost frame in the project's source. */
  locateFrame(stack: string): Origin | undefined {
    const frame = this.#innermost(stack)
    if (frame === undefined) return undefined
    const text = this.#textOf(frame.file) ?? ''
    return originAt(frame.file, text, this.#offset(frame, text))
  }

  #innermost(stack: string): Frame | undefined {
    return parseStack(stack).find(({ file }) => this.#textOf(file) !== undefined)
  }

  #offset({ file, line, column }: Frame, text: string): number {
    const entry = this.#mapOf(file, text).findEntry(line - 1, column - 1)
    if (!('originalLine' in entry)) return offsetAt(text, line, column)
    return offsetAt(text, entry.originalLine + 1, entry.originalColumn + 1)
  }

  #mapOf(file: string, text: string): SourceMap {
    const known = this.#maps.get(file)
    if (known !== undefined) return known
    const { map } = stripTypes(text, true)
    const made = new SourceMap({
      file: '',
      version: 3,
      sources: [file],
      sourcesContent: [],
      sourceRoot: '',
      names: [],
      mappings: map?.mappings ?? '',
    })
    this.#maps.set(file, made)
    return made
  }

  #callsIn(file: string, text: string): readonly CallExpression[] {
    const known = this.#calls.get(file)
    if (known !== undefined) return known
    const calls: CallExpression[] = []
    new Visitor({ CallExpression: (node) => void calls.push(node) }).visit(
      parseSync('module.ts', text, parserOptions).program,
    )
    this.#calls.set(file, calls)
    return calls
  }
}

/** The frames of the engine's stack text, innermost first: `    at name (file:line:column)`. */
function parseStack(stack: string): readonly Frame[] {
  return stack.split('\n').flatMap((line) => {
    const match =
      /^\s*at .*?\((.*):(\d{1,7}):(\d{1,7})\)$/.exec(line) ??
      /^\s*at (.*):(\d{1,7}):(\d{1,7})$/.exec(line)
    return match === null
      ? []
      : [{ file: match[1] ?? '', line: Number(match[2]), column: Number(match[3]) }]
  })
}

function smaller(best: CallExpression | undefined, next: CallExpression): CallExpression {
  return best === undefined || next.end - next.start < best.end - best.start ? next : best
}

function calleeName({ callee }: CallExpression): string | undefined {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
    return callee.property.name
  }
  return undefined
}

/** Where a call is named: the method of `a.b()`, the whole of `a()`. */
function calleeOffset({ callee }: CallExpression): number {
  return callee.type === 'MemberExpression' ? callee.property.start : callee.start
}
