import { SourceMap } from 'node:module'
import type { CallExpression } from 'oxc-parser'
import { parseSync, Visitor } from 'oxc-parser'
import type { Origin } from '../../diagnostic/diagnostic.ts'
import type { CallTrace, StackPlace } from '../sandbox/protocol.ts'
import { stripTypes } from './compile.ts'
import { parserOptions } from './inspect-code.ts'
import type { SourceText } from './positions.ts'

/** A frame of a stack: a position in the stripped code of a module. */
interface Frame {
  /** The function's name; empty where the engine knows none. */
  readonly name: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A place in the source that a stack tells of. */
interface Place {
  readonly source: SourceText
  readonly offset: number
  /** The function that was called there; empty where the engine knows no name. */
  readonly called: string
}

/** The code of a module without types, and the way back. */
interface Stripped {
  readonly map: SourceMap
  readonly lines: readonly Buffer[]
}

/**
 * Finds places in the source from the engine's stacks. A stack tells a position in the code
 * without types; a source map of the same transformation leads back. For a builder call, the
 * engine gives the position of the last part of its arguments, so the call that encloses it is
 * looked up in the syntax tree. All this is done only for places that are shown.
 */
export class Locator {
  readonly #sourceOf: (file: string) => SourceText | undefined
  readonly #stripped = new Map<string, Stripped>()
  readonly #calls = new Map<string, readonly CallExpression[]>()
  readonly #located = new Map<string, Origin | undefined>()

  /** @param sourceOf The source of a module of code of the project, if `file` is one. */
  constructor(sourceOf: (file: string) => SourceText | undefined) {
    this.#sourceOf = sourceOf
  }

  /** Finds where the innermost frame in the project's source made the call, if in one of `files`. */
  locateCall({ file, name, stack }: StackPlace, files: ReadonlySet<string>): Origin | undefined {
    // Another file with the same stack may have forged it.
    const key = `${file}\n${name}\n${stack}`
    if (!this.#located.has(key)) this.#located.set(key, this.#findCall(name, stack, files))
    return this.#located.get(key)
  }

  /**
   * Every place in the project's source that led to the call, the innermost first: a preset's own
   * call, then where the preset is applied, and so on.
   */
  locateCallTrace({ name, stack }: StackPlace, files: ReadonlySet<string>): CallTrace {
    return this.#places(stack, files).map((place) => {
      const call = this.#callAt(place, name)
      const applied = call === undefined ? undefined : appliedPreset(call)
      const offset = call === undefined ? place.offset : calleeOffset(call)
      const origin = place.source.originAt(offset)
      return applied === undefined ? { origin } : { origin, applied }
    })
  }

  #findCall(name: string, stack: string, files: ReadonlySet<string>): Origin | undefined {
    const [place] = this.#places(stack, files)
    if (place === undefined) return undefined
    const call = this.#callAt(place, name)
    return place.source.originAt(call === undefined ? place.offset : calleeOffset(call))
  }

  #callAt({ source, offset, called }: Place, name: string): CallExpression | undefined {
    // A preset of the tool's own calls the method, and the source calls what applies the preset.
    const wanted = called === '' ? name : called
    return this.#callsIn(source)
      .filter((each) => each.start <= offset && offset <= each.end && calleeName(each) === wanted)
      .reduce<CallExpression | undefined>(smaller, undefined)
  }

  /** The place of the innermost frame in the project's source, if it is in one of `files`. */
  locateFrame(stack: string, files: ReadonlySet<string>): Origin | undefined {
    const [place] = this.#places(stack, files)
    return place?.source.originAt(place.offset)
  }

  /**
   * The frames in the project's source, innermost first. A stack can be forged: where a frame is
   * nowhere, or in a file that has no part in it, nothing more is believed.
   */
  #places(stack: string, files: ReadonlySet<string>): readonly Place[] {
    const places: Place[] = []
    let called = ''
    for (const frame of parseStack(stack)) {
      const source = this.#sourceOf(frame.file)
      if (source !== undefined) {
        const offset = files.has(frame.file) ? this.#offset(frame, source) : undefined
        if (offset === undefined) return places
        places.push({ source, offset, called })
      }
      called = frame.name
    }
    return places
  }

  #offset({ line, column }: Frame, source: SourceText): number | undefined {
    const { map, lines } = this.#strippedOf(source)
    // The engine counts the bytes of a line, and a source map the units of its text.
    const before = lines[line - 1]?.toString('utf8', 0, column - 1) ?? ''
    const entry = map.findEntry(line - 1, before.length)
    if (!('originalLine' in entry)) return source.offsetAt(line, column)
    return source.offsetAt(entry.originalLine + 1, entry.originalColumn + 1)
  }

  #strippedOf({ file, text }: SourceText): Stripped {
    const known = this.#stripped.get(file)
    if (known !== undefined) return known
    const { code, map } = stripTypes(text, true)
    const made = new SourceMap({
      file: '',
      version: 3,
      sources: [file],
      sourcesContent: [],
      sourceRoot: '',
      names: [],
      mappings: map?.mappings ?? '',
    })
    const stripped = { map: made, lines: code.split('\n').map((line) => Buffer.from(line)) }
    this.#stripped.set(file, stripped)
    return stripped
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

/** Returns what `.use()` applies, by name: `agent` of `.use(agent)`, `viaGateway` of `.use(viaGateway())`. */
function appliedPreset(call: CallExpression): string | undefined {
  if (calleeName(call) !== 'use') return undefined
  const [preset] = call.arguments
  if (preset?.type === 'Identifier') return preset.name
  return preset?.type === 'CallExpression' ? calleeName(preset) : undefined
}

/** Returns where a call is named: the method of `a.b()`, the whole of `a()`. */
function calleeOffset({ callee }: CallExpression): number {
  return callee.type === 'MemberExpression' ? callee.property.start : callee.start
}
