import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { keyedRows } from '../dialects/keyed-rows.ts'
import { rowOfKey } from '../dialects/rows.ts'
import { splitVariable } from '../dialects/values/variable.ts'
import { kindOf } from '../language/kinds.ts'
import type { Row, Rows } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { isWithin } from '../smolfile/setting-path.ts'
import { tomlKey, tomlValue } from '../smolfile/toml-text.ts'

/** A line of a Smolfile, spread out so that each setting has one of its own. */
export interface ExplainedLine {
  readonly text: string
  /** The setting, as origins name it; none for what only holds settings. */
  readonly path?: string
  readonly value?: unknown
}

type Table = Readonly<Record<string, unknown>>

/** The document as lines, in the order of the text. */
export function explainLines(
  dialect: DialectName,
  document: SmolfileDocument,
): readonly ExplainedLine[] {
  const { rows } = dialectOf(dialect)
  const entries = keyedRows(rows).flatMap(({ key, row }): [string, Row, unknown][] => {
    const value = (document as unknown as Table)[key]
    return value === undefined ? [] : [[key, row, value]]
  })
  const isPlain = ([, , value]: [string, Row, unknown]) => !isTable(value) && !isTables(value)
  return [
    ...entries.filter(isPlain).flatMap(([key, row, value]) => plainLines(key, row, value, key)),
    ...entries
      .filter((entry) => !isPlain(entry))
      .flatMap(([key, row, value]) => tableLines(key, row, value)),
  ]
}

/** The lines of the setting at `path`, each with its whole path. */
export function linesWithin(
  lines: readonly ExplainedLine[],
  path: string,
): readonly ExplainedLine[] {
  return lines.flatMap((line) =>
    line.path !== undefined && isWithin(line.path, path)
      ? [{ ...line, text: `${line.path} = ${tomlValue(line.value)}` }]
      : [],
  )
}

function tableLines(path: string, row: Row, value: unknown): readonly ExplainedLine[] {
  const rows = 'rows' in row ? row.rows : {}
  if (isTables(value)) {
    return value.flatMap((table, index) => [
      { text: '' },
      { text: `[[${path}]]` },
      ...keyLines(table, rows, `${path}[${index}]`),
    ])
  }
  return [{ text: '' }, { text: `[${path}]` }, ...keyLines(value as Table, rows, path)]
}

function keyLines(table: Table, rows: Rows, path: string): readonly ExplainedLine[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const row = rowOfKey(rows, key)
    return row !== undefined && isTables(value)
      ? tableLines(`${path}.${key}`, row, value)
      : plainLines(key, row, value, `${path}.${key}`)
  })
}

function plainLines(
  key: string,
  row: Row | undefined,
  value: unknown,
  path: string,
): readonly ExplainedLine[] {
  if (!Array.isArray(value) || row === undefined || !isMadeByElement(row) || value.length === 0) {
    return [{ text: `${tomlKey(key)} = ${tomlValue(value)}`, path, value }]
  }
  const items = value.map((item, index): ExplainedLine => {
    const text = `  ${tomlValue(item)},`
    if (row.kind !== 'variables') return { text, path: `${path}[${index}]`, value: item }
    const [name, variable] = splitVariable(item)
    return { text, path: `${path}.${name}`, value: variable }
  })
  return [{ text: `${key} = [` }, ...items, { text: ']' }]
}

/** Whether the elements of a list are made one by one. */
function isMadeByElement(row: Row): boolean {
  const { combines } = kindOf(row)
  return combines === 'append' || combines === 'byName'
}

function isTables(value: unknown): value is readonly Table[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable)
}
