import { SourceMap } from 'node:module'
import type { CallExpression } from 'oxc-parser'
import { parseSync, Visitor } from 'oxc-parser'
import type { Origin } from '../../diagnostic/diagnostic.ts'
import type { StackPlace } from '../sandbox/protocol.ts'
import { parserOptions, stripTypes } from './compile.ts'
import type { SourceText } from './positions.ts'

/** A frame of a stack: a position in the stripped code of a module. */
interface Frame {
  /** The function's name; empty where the engine knows none. */
  readonly name: string
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
  readonly #sourceOf: (file: string) => SourceText | undefined
  readonly #maps = new Map<string, SourceMap>()
  readonly #calls = new Map<string, readonly CallExpression[]>()
  readonly #located = new Map<string, Origin | undefined>()

  /** @param sourceOf The source of a module of code of the project, if `file` is one. */
  constructor(sourceOf: (file: string) => SourceText | undefined) {
    this.#sourceOf = sourceOf
  }

  /** Where the innermost frame in the project's source made the call, if it is in one of `files`. */
  locateCall({ name, stack }: StackPlace, files: ReadonlySet<string>): Origin | undefined {
    const key = `${name}\n${stack}`
    if (!this.#located.has(key)) this.#located.set(key, this.#findCall(name, stack, files))
    return this.#located.get(key)
  }

  #findCall(name: string, stack: string, files: ReadonlySet<string>): Origin | undefined {
    const place = this.#innermost(stack, files)
    if (place === undefined) return undefined
    const { source, offset, called } = place
    // A preset of the tool's own calls the method, and the source calls what applies the preset.
    const wanted = called === '' ? name : called
    const call = this.#callsIn(source)
      .filter((each) => each.start <= offset && offset <= each.end && calleeName(each) === wanted)
      .reduce<CallExpression | undefined>(smaller, undefined)
    return source.originAt(call === undefined ? offset : calleeOffset(call))
  }

  /** The place of the innermost frame in the project's source, if it is in one of `files`. */
  locateFrame(stack: string, files: ReadonlySet<string>): Origin | undefined {
    const place = this.#innermost(stack, files)
    return place?.source.originAt(place.offset)
  }

  /** A stack can be forged: its frame may be nowhere, or in a file that has no part in it. */
  #innermost(stack: string, files: ReadonlySet<string>) {
    let called = ''
    for (const frame of parseStack(stack)) {
      const source = this.#sourceOf(frame.file)
      if (source === undefined) {
        called = frame.name
        continue
      }
      const offset = files.has(frame.file) ? this.#offset(frame, source) : undefined
      return offset === undefined ? undefined : { source, offset, called }
    }
    return undefined
  }

  #offset({ line, column }: Frame, source: SourceText): number | undefined {
    const entry = this.#mapOf(source).findEntry(line - 1, column - 1)
    if (!('originalLine' in entry)) return source.offsetAt(line, column)
    return source.offsetAt(entry.originalLine + 1, entry.originalColumn + 1)
  }

  #mapOf({ file, text }: SourceText): SourceMap {
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

  #callsIn({ file, text }: SourceText): readonly CallExpression[] {
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
  return stack.split('\n').flatMap((text) => {
    const [, call, line, column, end] = /^ *at (.+):(\d{1,7}):(\d{1,7})(\)?)$/.exec(text) ?? []
    if (call === undefined) return []
    const named = call.indexOf(' (')
    const file = end === '' ? call : call.slice(named + 2)
    const name = end === '' ? '' : call.slice(0, named)
    return [{ name, file, line: Number(line), column: Number(column) }]
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
