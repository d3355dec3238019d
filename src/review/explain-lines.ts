import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { splitVariable } from '../dialects/variables.ts'
import { tomlKey, tomlValue } from '../smolfile/toml-text.ts'

/** A line of a Smolfile, spread out so that each setting has one of its own. */
export interface ExplainedLine {
  readonly text: string
  /** The setting, as origins name it; none for what only holds settings. */
  readonly path?: string
  readonly value?: unknown
}

type Table = Readonly<Record<string, unknown>>

/** Lists whose elements are made one by one. */
const spread: ReadonlySet<string> = new Set(['env', 'ports', 'volumes', 'init'])

/** The document as lines, in the order of the text. */
export function explainLines(
  dialect: DialectName,
  document: SmolfileDocument,
): readonly ExplainedLine[] {
  const order = Object.keys(dialectOf(dialect).schema.entries)
  const entries = order.flatMap((key): [string, unknown][] => {
    const value = (document as Table)[key]
    return value === undefined ? [] : [[key, value]]
  })
  const isPlain = ([, value]: [string, unknown]) => !isTable(value) && !isTables(value)
  return [
    ...entries.filter(isPlain).flatMap(([key, value]) => plainLines(key, value, key)),
    ...entries.filter((entry) => !isPlain(entry)).flatMap(([key, value]) => tableLines(key, value)),
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

/** Whether `path` is `outer`, or a part of it. */
export function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)
}

function tableLines(path: string, value: unknown): readonly ExplainedLine[] {
  if (isTables(value)) {
    return value.flatMap((table, index) => [
      { text: '' },
      { text: `[[${path}]]` },
      ...keyLines(table, `${path}[${index}]`),
    ])
  }
  return [{ text: '' }, { text: `[${path}]` }, ...keyLines(value as Table, path)]
}

function keyLines(table: Table, path: string): readonly ExplainedLine[] {
  return Object.entries(table).flatMap(([key, value]) =>
    isTables(value)
      ? tableLines(`${path}.${key}`, value)
      : plainLines(key, value, `${path}.${key}`),
  )
}

function plainLines(key: string, value: unknown, path: string): readonly ExplainedLine[] {
  if (!Array.isArray(value) || !spread.has(key) || value.length === 0) {
    return [{ text: `${tomlKey(key)} = ${tomlValue(value)}`, path, value }]
  }
  const items = value.map((item, index): ExplainedLine => {
    const text = `  ${tomlValue(item)},`
    if (key !== 'env') return { text, path: `${path}[${index}]`, value: item }
    const [name, variable] = splitVariable(item)
    return { text, path: `${path}.${name}`, value: variable }
  })
  return [{ text: `${key} = [` }, ...items, { text: ']' }]
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTables(value: unknown): value is readonly Table[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable)
}
