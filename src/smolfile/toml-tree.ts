import type { AST } from 'toml-eslint-parser'
import { settingPath } from './setting-path.ts'
import type { Place, TomlRefusal } from './toml-parse.ts'
import { beyondLimits, deepest, parseToml } from './toml-parse.ts'
import { longestText } from './toml-text.ts'

/** The data of a TOML text, and where in the text each part of it is. */
export interface TomlTree {
  /** Tables have no prototype, and every key: `__proto__` and `constructor` are names like others. */
  readonly data: Readonly<Record<string, unknown>>
  /** By the path of a setting, such as `network.allow_hosts[0]`. */
  readonly places: ReadonlyMap<string, Place>
  /** The paths of what begins with a header, `[dev]` or `[[net]]`. */
  readonly headers: ReadonlySet<string>
}

export type TomlResult = { readonly ok: true; readonly tree: TomlTree } | TomlRefusal

/** A value of a type that no dialect takes, as it is written. */
export class UnreadValue {
  readonly kind: 'a float' | 'a date or a time'
  readonly text: string

  constructor(kind: UnreadValue['kind'], text: string) {
    this.kind = kind
    this.text = text
  }
}

/** Reads TOML 1.0, which is what upstream's parser reads. */
export function readToml(source: string): TomlResult {
  const parsed = parseToml(source)
  if (!parsed.ok) return parsed
  try {
    return { ok: true, tree: new TreeBuilder(parsed.text).build(parsed.body) }
  } catch (error) {
    if (error instanceof LimitError) return error.refusal
    throw error
  }
}

class LimitError extends Error {
  readonly refusal: TomlRefusal

  constructor(message: string, place: Place) {
    super(message)
    this.refusal = { ...beyondLimits, message, place }
  }
}

type Table = Record<string, unknown>

/** A table that is filled, with its path and how many tables and lists it is in. */
interface Target {
  readonly table: Table
  readonly path: string
  readonly depth: number
}

class TreeBuilder {
  readonly #text: string
  readonly #places = new Map<string, Place>()

  constructor(text: string) {
    this.#text = text
  }

  build(body: AST.TOMLTopLevelTable['body']): TomlTree {
    const root: Target = { table: Object.create(null), path: '', depth: 0 }
    const headers = new Set<string>()
    for (const node of body) {
      if (node.type === 'TOMLKeyValue') {
        this.#pair(root, node)
        continue
      }
      const target = this.#descend(root, node.resolvedKey, node.key)
      headers.add(target.path).add(target.path.replace(/\[\d+\]$/, ''))
      for (const pair of node.body) this.#pair(target, pair)
    }
    return { data: root.table, places: this.#places, headers }
  }

  #pair(from: Target, { key, value }: AST.TOMLKeyValue): void {
    const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))
    const last = names.pop() ?? ''
    const { table, path: outer, depth } = this.#descend(from, names, key)
    const path = settingPath([last], outer)
    this.#note(path, depth + 1, key)
    define(table, last, this.#value(value, path, depth + 1))
  }

  #value(node: AST.TOMLContentNode, path: string, depth: number): unknown {
    if (node.type === 'TOMLArray') {
      return node.elements.map((element, index) => {
        const inner = settingPath([index], path)
        this.#note(inner, depth + 1, element)
        return this.#value(element, inner, depth + 1)
      })
    }
    if (node.type === 'TOMLInlineTable') {
      const table: Table = Object.create(null)
      for (const pair of node.body) this.#pair({ table, path, depth }, pair)
      return table
    }
    if (node.kind === 'string') return this.#checkText(node.value, node)
    if (node.kind === 'boolean') return node.value
    if (node.kind === 'integer') return Number(node.bigint)
    const kind = node.kind === 'float' ? 'a float' : 'a date or a time'
    return new UnreadValue(kind, this.#text.slice(...node.range))
  }

  #checkText(text: string, node: AST.TOMLNode): string {
    if (text.length <= longestText) return text
    const message = `a text has ${text.length} characters; at most ${longestText} are read`
    throw new LimitError(message, placeOf(node))
  }

  /** The table under `keys`, made where it is missing. The parser has refused what clashes. */
  #descend(from: Target, keys: readonly (string | number)[], node: AST.TOMLNode): Target {
    let { table, path, depth } = from
    for (const [index, key] of keys.entries()) {
      path = settingPath([key], path)
      depth++
      this.#note(path, depth, node)
      if (table[key] === undefined) {
        define(table, key, typeof keys[index + 1] === 'number' ? [] : Object.create(null))
      }
      table = table[key] as Table
    }
    return { table, path, depth }
  }

  /** The first place counts: a table may be opened again for more of its keys. */
  #note(path: string, depth: number, node: AST.TOMLNode): void {
    if (depth > deepest) {
      throw new LimitError(`it is nested more than ${deepest} levels deep`, placeOf(node))
    }
    if (!this.#places.has(path)) this.#places.set(path, placeOf(node))
  }
}

/** Also for names such as `__proto__`, which an assignment would take for more than a name. */
function define(table: Table, key: string | number, value: unknown): void {
  Object.defineProperty(table, key, { value, enumerable: true, writable: true })
}

function placeOf({ loc }: AST.TOMLNode): Place {
  return { line: loc.start.line, column: loc.start.column + 1 }
}
