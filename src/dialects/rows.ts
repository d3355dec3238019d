import type * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'
import { closedObject } from '../files/json-schemas.ts'
import { startsEmpty } from '../language/builder.ts'
import type { Kind, Row, Rows } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { isWithin } from '../smolfile/setting-path.ts'
import { keyedRows } from './keyed-rows.ts'
import { entriesOf, hostKind, recordedEntriesOf } from './kinds.ts'

type Table = Readonly<Record<string, unknown>>

/** A schema of the data of a Smolfile, with its entries in the order of the text. */
export type DocumentSchema<Document> = v.GenericSchema<unknown, Document> & {
  readonly entries: Readonly<Record<string, v.GenericSchema>>
}

/** The schema of the documents that the rows make. */
export function documentSchemaOf<Document>(rows: Rows): DocumentSchema<Document> {
  return closedObject(entriesOf(rows)) as unknown as DocumentSchema<Document>
}

/** The schema of what a builder with these rows records. */
export function recordedSchemaOf(rows: Rows): v.GenericSchema<unknown, Table> {
  // A builder begins with these lists, so one that lacks them is none.
  const begun = Object.entries(rows).map(([name, row]) => {
    return [name, startsEmpty(row) ? { ...row, required: true as const } : row] as const
  })
  const entries = recordedEntriesOf(Object.fromEntries(begun))
  return closedObject(entries) as unknown as v.GenericSchema<unknown, Table>
}

/**
 * The document that recorded settings stand for, in the form of {@link normalizeTable}. Whether it
 * is right is not asked here.
 */
export function documentOf(rows: Rows, recorded: Table): Table {
  const document: Record<string, unknown> = {}
  for (const { key, row } of keyedRows(rows)) {
    const value = recorded[key]
    if (row.method === false || value === undefined) continue
    const kind = hostKind(row)
    if (kind.documentKeys !== undefined) {
      Object.assign(document, normalizeTable(rows, kind.documentKeys(value as never) as Table))
      continue
    }
    const made =
      kind.document !== undefined
        ? kind.document(value as never)
        : row.kind === 'table'
          ? documentOf(row.rows, value as Table)
          : normalizeValue(row, value)
    if (saysSomething(row, made)) document[key] = made
  }
  return document
}

/**
 * The document that says the same and that a builder can give: variables and secrets sorted, and
 * without what TOML has no form for, undefined, or what says nothing, an empty list or table.
 */
export function normalizeTable(rows: Rows, table: Table): Table {
  const normalized: Record<string, unknown> = {}
  for (const { key, row } of keyedRows(rows)) {
    const value = normalizeValue(row, table[key])
    if (saysSomething(row, value)) normalized[key] = value
  }
  return normalized
}

function saysSomething({ required }: Row, value: unknown): boolean {
  return value !== undefined && (required === true || !isEmpty(value))
}

function normalizeValue(row: Row, value: unknown): unknown {
  if (value === undefined) return undefined
  if (row.kind === 'table') return normalizeTable(row.rows, value as Table)
  if (row.kind === 'tables') {
    return (value as readonly Table[]).map((each) => normalizeTable(row.rows, each))
  }
  const { normalize } = hostKind(row)
  return normalize === undefined ? value : normalize(value as never, row)
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isTable(value) && Object.keys(value).length === 0
}

/** Checks that each value is one that its row allows, whatever the other settings are. */
export function checkValues(rows: Rows, table: object, prefix = ''): readonly Problem[] {
  return keyedRows(rows).flatMap(({ key, row }): readonly Problem[] => {
    const value = (table as Table)[key]
    if (value === undefined) return []
    const path = prefix + key
    if (row.kind === 'table') return checkValues(row.rows, value as Table, `${path}.`)
    if (row.kind === 'tables' || row.kind === 'devices') {
      return (value as readonly Table[]).flatMap((each, index) =>
        checkValues(row.rows, each, `${path}[${index}].`),
      )
    }
    return hostKind(row).check?.(value as never, path, row) ?? []
  })
}

/** The values that a document has for settings of one kind, each with its path. */
export function valuesOfKind(
  rows: Rows,
  table: object,
  kind: Kind,
  prefix = '',
): readonly (readonly [path: string, value: unknown])[] {
  return keyedRows(rows).flatMap(({ key, row }): readonly (readonly [string, unknown])[] => {
    const value = (table as Table)[key]
    if (value === undefined) return []
    if (row.kind === kind) return [[prefix + key, value]]
    return row.kind === 'table'
      ? valuesOfKind(row.rows, value as Table, kind, `${prefix}${key}.`)
      : []
  })
}

/** A setting of a dialect, by the keys of a Smolfile: `network.allow_hosts`, `net.socket`. */
export interface SettingRow {
  readonly path: string
  readonly row: Row
}

const knownRows = new WeakMap<Rows, readonly SettingRow[]>()

/** All settings, tables before their keys; a table of free names is one setting. */
export function settingRows(rows: Rows): readonly SettingRow[] {
  const known = knownRows.get(rows) ?? rowsBelow(rows, '')
  knownRows.set(rows, known)
  return known
}

function rowsBelow(rows: Rows, prefix: string): readonly SettingRow[] {
  return keyedRows(rows).flatMap(({ key, row }): readonly SettingRow[] => {
    const path = prefix + key
    const inner = 'rows' in row && row.kind !== 'references' ? rowsBelow(row.rows, `${path}.`) : []
    return [{ path, row }, ...inner]
  })
}

const knownSecretPaths = new WeakMap<Rows, readonly string[]>()

/** Whether what stands at `path` is of a variable, or of a reference to a secret. */
export function mayHoldSecret(rows: Rows, path: string): boolean {
  const known =
    knownSecretPaths.get(rows) ??
    settingRows(rows).flatMap(({ path, row }) =>
      row.kind === 'variables' || row.kind === 'references' ? [path] : [],
    )
  knownSecretPaths.set(rows, known)
  return known.some((setting) => isWithin(path, setting))
}

/** The row of a key of a Smolfile. */
export function rowOfKey(rows: Rows, key: string | number): Row | undefined {
  return keyedRows(rows).find((each) => each.key === key)?.row
}

/** The row of the setting at `path`, or of the list that it is an element of. */
export function rowAtPath(rows: Rows, path: string): Row | undefined {
  const [first = '', ...rest] = path.replace(/\[\d+\]/g, '').split('.')
  let row = rowOfKey(rows, first)
  // The first key of a table of free names is one of them.
  let isNamed = row?.kind === 'references'
  for (const key of rest) {
    if (isNamed) isNamed = false
    else row = row !== undefined && 'rows' in row ? rowOfKey(row.rows, key) : undefined
  }
  return row
}
