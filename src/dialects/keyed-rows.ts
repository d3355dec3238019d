import type { Row, Rows } from '../language/rows.ts'
import { keyOf } from '../language/rows.ts'

/** A row with its name in the authoring language and its key in a Smolfile. */
export interface KeyedRow {
  readonly name: string
  readonly key: string
  readonly row: Row
}

const known = new WeakMap<Rows, readonly KeyedRow[]>()

/** The rows in their order. They are asked for with every bottle, so the list is kept. */
export function keyedRows(rows: Rows): readonly KeyedRow[] {
  const kept = known.get(rows)
  if (kept !== undefined) return kept
  const keyed = Object.entries(rows).map(([name, row]) => ({ name, key: keyOf(name, row), row }))
  known.set(rows, keyed)
  return keyed
}
