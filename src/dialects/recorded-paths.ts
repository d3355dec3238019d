import type { Row, Rows } from '../language/rows.ts'
import { settingPath } from '../smolfile/setting-path.ts'
import { rowOfKey } from './rows.ts'
import { sortByName } from './values/variable.ts'

type Keys = readonly (string | number)[]
type Table = Readonly<Record<string, unknown>>
type Entries = readonly (readonly [name: string, ...unknown[]])[]

/**
 * The path that the author knows and that the builder recorded, for a path of the document: a
 * variable by its name instead of its index. Variables of a table have the path of their list.
 */
export function authoredPath(rows: Rows, path: string, recorded: Table): string {
  const [, key = '', index] = /^(\w+)\[(\d+)\]$/.exec(path) ?? []
  if (index !== undefined && isVariables(rowOfKey(rows, key))) {
    const name = sortByName(recorded[key] as Entries)[Number(index)]?.[0]
    return name === undefined ? path : `${key}.${name}`
  }
  const [, list = '', table = '', inner = ''] = /^((\w+)\.(\w+))\[\d+\]$/.exec(path) ?? []
  const row = rowOfKey(rows, table)
  return row?.kind === 'table' && isVariables(rowOfKey(row.rows, inner)) ? list : path
}

/** The same for keys of recorded settings that are not even of the dialect's form. */
export function recordedPath(rows: Rows, keys: Keys, recorded: unknown): string {
  const [first = '', second, ...rest] = keys
  const row = rowOfKey(rows, first)
  // What the method recorded of a further key is under the first.
  if (row?.makes !== undefined && second !== undefined && row.makes.includes(String(second))) {
    return settingPath(keys.slice(1))
  }
  const isNamed = isVariables(row) || row?.kind === 'references'
  if (!isNamed || typeof second !== 'number') return settingPath(keys)
  const name = (recorded as Record<string, [unknown][] | undefined>)[first]?.[second]?.[0]
  if (typeof name !== 'string') return settingPath(keys)
  return settingPath([`${first}.${name}`, ...rest.slice(1)])
}

function isVariables(row: Row | undefined): boolean {
  return row?.kind === 'variables'
}
