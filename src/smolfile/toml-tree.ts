import type { AST } from 'toml-eslint-parser'
import { ParseError, parseTOML } from 'toml-eslint-parser'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { settingPath } from './setting-path.ts'

/** A place in a text; lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The data of a TOML text, and where in the text each part of it is. */
export interface TomlTree {
  readonly data: Readonly<Record<string, unknown>>
  /** By the path of a setting, such as `network.allow_hosts[0]`. */
  readonly places: ReadonlyMap<string, Place>
  /** Values that no dialect accepts and data would not show: floats, dates and times. */
  readonly problems: readonly Problem[]
}

export type TomlResult =
  | { readonly ok: true; readonly tree: TomlTree }
  | { readonly ok: false; readonly message: string; readonly place?: Place }

/**
 * Reads TOML 1.0, which is what upstream's parser reads.
 *
 * toml-eslint-parser and not taplo: it keeps positions by key and by element, loads in 12 ms from
 * 66 kB of plain JavaScript and is released regularly; taplo's WebAssembly gives a formatter and
 * JSON but no positions of values, and had two releases in two years.
 */
export function readToml(text: string): TomlResult {
  try {
    const [root] = parseTOML(text, { tomlVersion: '1.0' }).body
    return { ok: true, tree: new TreeBuilder().build(root.body) }
  } catch (error) {
    if (error instanceof ParseError) {
      const { lineNumber, column } = error
      const message = escapeControls(error.message)
      return { ok: false, message, place: { line: lineNumber, column: column + 1 } }
    }
    // The parser's recursion has no bound but the stack's.
    if (error instanceof RangeError) {
      return { ok: false, message: 'it is nested too deep, or a text in it is too long' }
    }
    throw error
  }
}

/** Deeper than any dialect nests; a key of a hundred thousand parts would fill the memory. */
const deepest = 32

type Keys = readonly (string | number)[]
type Table = Record<string, unknown>

class TreeBuilder {
  readonly #places = new Map<string, Place>()
  readonly #problems: Problem[] = []

  build(body: AST.TOMLTopLevelTable['body']): TomlTree {
    const data: Table = Object.create(null)
    for (const node of body) {
      if (node.type === 'TOMLKeyValue') {
        this.#pair(data, [], node)
        continue
      }
      const depth = Math.min(node.resolvedKey.length, deepest + 1)
      for (let length = 1; length <= depth; length++) {
        this.#note(node.resolvedKey.slice(0, length), node.key)
      }
      const table = this.#descend(data, node.resolvedKey)
      for (const pair of node.body) this.#pair(table, node.resolvedKey, pair)
    }
    return { data, places: this.#places, problems: this.#problems }
  }

  #pair(table: Table, keys: Keys, { key, value }: AST.TOMLKeyValue): void {
    const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))
    const last = names.pop() ?? ''
    const path = [...keys, ...names]
    if (path.length > deepest) throw new RangeError('too deep')
    names.forEach((_, index) => {
      this.#note([...keys, ...names.slice(0, index + 1)], key)
    })
    const target = names.length === 0 ? table : this.#descend(table, names)
    this.#note([...path, last], key)
    this.#set(target, last, this.#value(value, [...path, last]))
  }

  #value(node: AST.TOMLContentNode, keys: Keys): unknown {
    if (node.type === 'TOMLArray') {
      return node.elements.map((element, index) => {
        this.#note([...keys, index], element)
        return this.#value(element, [...keys, index])
      })
    }
    if (node.type === 'TOMLInlineTable') {
      const table: Table = Object.create(null)
      for (const pair of node.body) this.#pair(table, keys, pair)
      return table
    }
    if (node.kind === 'string' || node.kind === 'boolean') return node.value
    if (node.kind === 'integer') return Number(node.bigint)
    const kind = node.kind === 'float' ? 'a float' : 'a date or a time'
    const path = settingPath(keys)
    this.#problems.push(errorAt('BW007', path, `${path} is ${kind}, which no setting takes`))
    return undefined
  }

  /** The table under `keys`, made where it is missing. The parser has refused what clashes. */
  #descend(from: Table, keys: Keys): Table {
    let table = from
    for (const [index, key] of keys.entries()) {
      if (table[key] === undefined) {
        const empty = typeof keys[index + 1] === 'number' ? [] : Object.create(null)
        this.#set(table, key, empty)
      }
      table = table[key] as Table
    }
    return table
  }

  /** Also for names such as `__proto__`, which an assignment would take for more than a name. */
  #set(table: Table, key: string | number, value: unknown): void {
    Object.defineProperty(table, key, { value, enumerable: true, writable: true })
  }

  /** The first place counts: a table may be opened again for more of its keys. */
  #note(keys: Keys, node: AST.TOMLNode): void {
    if (keys.length > deepest) throw new RangeError('too deep')
    const path = settingPath(keys)
    if (this.#places.has(path)) return
    const { line, column } = node.loc.start
    this.#places.set(path, { line, column: column + 1 })
  }
}
