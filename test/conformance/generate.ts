import type { SchemaNode } from '../../src/dialects/schema-node.ts'
import { schemaNode, unwrap } from '../../src/dialects/schema-node.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { documentSchema } from '../../src/dialects/smolvm/document.ts'

/** One key of the schema: the keys that lead to it, and what it may hold. */
export interface SchemaKey {
  readonly keys: readonly string[]
  readonly schema: SchemaNode
  /** For each of `keys`, the keys that its table needs beside it. */
  readonly required: readonly Readonly<Record<string, unknown>>[]
}

const root: SchemaKey = {
  keys: [],
  schema: schemaNode(documentSchema()),
  required: [],
}

/** Every key of every table; `NAME` stands for the names of secrets, `[]` for the items of a list. */
export function schemaKeys({ keys, schema, required }: SchemaKey = root): SchemaKey[] {
  const node = unwrap(schema)
  const inner = (key: string, entry: SchemaNode, needed: Readonly<Record<string, unknown>>) => ({
    keys: [...keys, key],
    schema: entry,
    required: [...required, needed],
  })
  if (node.value !== undefined) return schemaKeys(inner('NAME', node.value, {}))
  if (node.item !== undefined) return schemaKeys(inner('[]', node.item, {}))
  const entries = Object.entries(node.entries ?? {})
  const needed = Object.fromEntries(
    entries.flatMap(([key, entry]) => (entry.wrapped ? [] : [[key, sample(entry)]])),
  )
  return entries.flatMap(([key, entry]) => {
    const found = inner(key, entry, needed)
    return [found, ...schemaKeys(found)]
  })
}

/** The checks of a schema, which say nothing of how data is nested. */
interface Checked {
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[]
}

/** The largest value that a number may have. */
export function largest(schema: SchemaNode): number {
  const { pipe } = unwrap(schema) as Checked
  const limit = pipe?.find(({ type }) => type === 'max_value')?.requirement
  return typeof limit === 'number' ? limit : 0
}

/** A value of the schema, with all that it may hold. */
export function sample(schema: SchemaNode, text = 'text "quoted" \\ ü'): unknown {
  const node = unwrap(schema)
  if (node.entries !== undefined) {
    return Object.fromEntries(
      Object.entries(node.entries).map(([key, entry]) => [key, sample(entry, text)]),
    )
  }
  if (node.value !== undefined) return { NAME_1: sample(node.value, text) }
  if (node.item !== undefined) return [sample(node.item, text), sample(node.item, text)]
  if (node.type === 'boolean') return true
  return node.type === 'number' ? largest(node) : text
}

/** `value` under `keys`, each table with the keys that it needs. */
export function documentWith({ keys, required }: SchemaKey, value: unknown): SmolvmDocument {
  return keys.reduceRight<unknown>(
    (inner, key, index) => (key === '[]' ? [inner] : { ...required[index], [key]: inner }),
    value,
  ) as SmolvmDocument
}
