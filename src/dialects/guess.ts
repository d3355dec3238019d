import { isDeepStrictEqual } from 'node:util'
import { nearest, quote } from '../diagnostic/text.ts'
import type { Rows } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { settingPath } from '../smolfile/setting-path.ts'
import { tomlValue } from '../smolfile/toml-text.ts'
import type { TomlTree } from '../smolfile/toml-tree.ts'
import type { DialectName } from './dialects.ts'
import { dialectNames, dialectOf } from './dialects.ts'
import { keyedRows } from './keyed-rows.ts'
import { meantValue } from './meant-value.ts'
import { bare, nearWords, wordIn } from './near-words.ts'
import { mayHoldSecret, rowAtPath, settingRows } from './rows.ts'
import { isPosixName } from './values/variable.ts'

/** Longer texts are no help: nobody reads them. */
const longestText = 300

/** What an unknown key most likely is. */
export type Meaning =
  | { readonly kind: 'setting'; readonly path: string }
  | { readonly kind: 'wrapper' }
  | { readonly kind: 'absent'; readonly why: string }

/** Says what was most likely meant by what a Smolfile has and its dialect does not. */
export class Guess {
  readonly #rows: Rows
  readonly #tree: Pick<TomlTree, 'data' | 'headers'>
  readonly #dialect: DialectName

  constructor(dialect: DialectName, rows: Rows, tree: Pick<TomlTree, 'data' | 'headers'>) {
    this.#dialect = dialect
    this.#rows = rows
    this.#tree = tree
  }

  /** The setting that `key` in the table at `outer` stands for, or why there is none. */
  meaningOf(key: string, outer: string): Meaning | undefined {
    const { tables, wrappers, absent } = nearWords[this.#dialect]
    const table = this.#table(outer)
    const word = bare(key)
    const own = this.#keys(table).find((each) => bare(each) === word)
    if (own !== undefined) return setting(settingPath([own], table))
    const near = wordIn(tables[table] ?? {}, word)
    if (near !== undefined) return setting(near)
    const isNowhere = table === '' || this.#keys(table).length === 0
    if (isNowhere && wordIn({ wrappers }, word) !== undefined) return { kind: 'wrapper' }
    const top = wordIn(tables[''] ?? {}, word) ?? this.#topKey(word)
    if (top !== undefined) {
      const isHere = !top.includes('.') && this.#keys(table).includes(top)
      return setting(isHere ? settingPath([top], table) : top)
    }
    const why = wordIn(absent, word)
    if (why !== undefined) return { kind: 'absent', why }
    const elsewhere = settingRows(this.#rows).filter(
      ({ path }) => bare(path.replace(/.*\./, '')) === word && /^\w+\.\w+$/.test(path),
    )
    const [only] = elsewhere
    if (only !== undefined && elsewhere.length === 1) return setting(only.path)
    const guess = nearest(key.slice(0, 100), this.#keys(table))
    return guess === undefined ? undefined : setting(settingPath([guess], table))
  }

  /**
   * What to do about an unknown key.
   *
   * @param from The path that it stands at.
   * @param outer The table that it stands in, or that is meant by the one that it stands in.
   */
  ofKey(key: string, outer: string, value: unknown, from: string): string | undefined {
    const meaning = this.meaningOf(key, outer)
    if (meaning === undefined) return this.#allowed(outer)
    if (meaning.kind === 'absent') return meaning.why
    if (meaning.kind === 'wrapper')
      return `${quote(key)} is no table: its keys stand at the top level`
    const text = this.#text(meaning.path, outer, value, from)
    const place = this.#table(outer)
    const name = meaning.path.startsWith(`${place}.`)
      ? meaning.path.slice(place.length + 1)
      : meaning.path
    const isSame = name === key
    const asked = isSame ? '' : `did you mean ${quote(name)}? `
    return `${asked}${text}`.trim()
  }

  /** What to write for a value of the wrong form at `path`, or undefined. */
  ofValue(path: string, value: unknown): string | undefined {
    const outer = outerOf(path)
    const isNamed = rowAtPath(this.#rows, outer)?.kind === 'references' && !outer.includes('.')
    const name = path.slice(outer.length + 1)
    if (isNamed) return isPosixName(name) ? `write: ${name} = { from_env = "${name}" }` : undefined
    const target = this.#turned(path, value)
    const asked = target === path ? '' : `did you mean ${quote(target)}? `
    const text = this.#text(target, outer, value, path)
    if (text !== '' && asked !== '') return asked + text
    if (text === '' || !Array.isArray(value)) return text === '' ? undefined : text
    const others = dialectNames.filter((other) => {
      const row = rowAtPath(dialectOf(other).rows, path)
      return row?.kind === 'devices' && other !== this.#dialect && value.every(isTable)
    })
    const [other] = others
    return other === undefined ? text : `[[${path}]] is of the dialect ${other}; ${text}`
  }

  /** The setting that a value at `path` is of, where a switch and a table have like names. */
  #turned(path: string, value: unknown): string {
    const { switches } = nearWords[this.#dialect]
    const turned = Object.hasOwn(switches, path) ? switches[path] : undefined
    if (turned !== undefined) return Array.isArray(value) ? path : turned
    const [table] = Object.keys(switches).filter((each) => switches[each] === path)
    if (table === undefined || !isTable(value)) return path
    const isPolicy = Object.keys(value).some((key) => this.#keys(table).includes(key))
    return isPolicy ? table : path
  }

  /** The path of a table in the near words and in the rows. */
  #table(path: string): string {
    const plain = plainPath(path)
    const [first = '', name] = plain.split('.')
    const isNamed = name !== undefined && rowAtPath(this.#rows, first)?.kind === 'references'
    return isNamed ? `${first}.*` : plain
  }

  /**
   * The text of TOML that says it, and where it is to stand; an empty one when nobody can say, and
   * when the key alone is wrong.
   *
   * @param target The setting that is meant.
   * @param outer The table that it is written in now.
   * @param from The path that it is written at now.
   */
  #text(target: string, outer: string, value: unknown, from: string): string {
    const row = rowAtPath(this.#rows, target)
    if (row === undefined) return ''
    const table = outerOf(target)
    const key = target.slice(table === '' ? 0 : table.length + 1)
    const isMoved = table !== this.#table(outer)
    if (target !== plainPath(from) && this.#has(isMoved ? target : settingPath([key], outer))) {
      return `it is set already: remove ${quote(from)}`
    }
    const isHeader = this.#tree.headers.has(from)
    const isTables = row.kind === 'tables' || row.kind === 'devices'
    if (isHeader && isTable(value) && (isTables || 'rows' in row)) {
      return `write: ${isTables ? `[[${target}]]` : `[${target}]`}`
    }
    // Each member takes a character at least: what is said would be left out, of each element anew.
    if (sizeOf(value) > longestText) return ''
    const isHidden = row.kind === 'text' && mayHoldSecret(this.#rows, target)
    const { main } = nearWords[this.#dialect]
    const meant = isHidden ? undefined : meantValue(row, value, main[target])
    const isKeyAlone =
      !isMoved && isDeepStrictEqual(meant, value) && rowAtPath(this.#rows, from) === undefined
    if (meant === undefined || isKeyAlone) return ''
    return this.#placed(table, `${key} = ${tomlValue(meant)}`, { outer, isMoved, isHeader })
  }

  /** `text` with the place that it is to be written at. */
  #placed(
    table: string,
    text: string,
    now: { readonly outer: string; readonly isMoved: boolean; readonly isHeader: boolean },
  ): string {
    if (text.length > longestText) return ''
    if (!now.isMoved && !now.isHeader) return `write: ${text}`
    if (table === '') {
      return now.isMoved && now.outer === '' ? `write: ${text}` : `at the top level write: ${text}`
    }
    const kind = rowAtPath(this.#rows, table)?.kind
    if (kind === 'devices' || kind === 'tables') return `under [[${table}]] write: ${text}`
    // A table that is begun with a key of many parts cannot be begun again with a header.
    if (now.isMoved ? now.outer !== '' || this.#has(table) : this.#tree.headers.has(table)) {
      return `under [${table}] write: ${text}`
    }
    return `${now.isHeader ? 'at the top level write' : 'write'}: ${table}.${text}`
  }

  /** Whether the Smolfile sets what is at `path`. */
  #has(path: string): boolean {
    return valueAt(this.#tree.data, path) !== undefined
  }

  #keys(table: string): readonly string[] {
    const row = table === '' ? undefined : rowAtPath(this.#rows, table)
    const rows = table === '' ? this.#rows : row !== undefined && 'rows' in row ? row.rows : {}
    return keyedRows(rows).map(({ key }) => key)
  }

  #topKey(word: string): string | undefined {
    return keyedRows(this.#rows).find(({ key }) => bare(key) === word)?.key
  }

  /** The settings of a table; those of the top level are too many to be of help. */
  #allowed(outer: string): string | undefined {
    const known = outer === '' ? [] : this.#keys(this.#table(outer))
    return known.length === 0 ? undefined : `there are ${known.join(', ')}`
  }
}

/** The characters, elements or keys of a value. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return isTable(value) ? Object.keys(value).length : 1
}

function setting(path: string): Meaning {
  return { kind: 'setting', path }
}

/** The path of a setting, whichever element of a list it is in. */
function plainPath(path: string): string {
  return path.replace(/\[\d+\]/g, '')
}

/** The table that the setting at `path` is in. */
function outerOf(path: string): string {
  return path.replace(/\.?[^.]*$/, '')
}

function valueAt(data: TomlTree['data'], path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => {
    const [key = '', index] = part.split(/[[\]]/)
    const inner = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined
    return index === undefined ? inner : Array.isArray(inner) ? inner[Number(index)] : undefined
  }, data)
}
