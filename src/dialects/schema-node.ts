import type * as v from 'valibot'

/** The parts of valibot's schemas that say how data is nested. */
export interface SchemaNode {
  readonly type: string
  readonly entries?: Readonly<Record<string, SchemaNode>>
  readonly wrapped?: SchemaNode
  readonly item?: SchemaNode
  readonly value?: SchemaNode
}

/** A schema as the tree that it is. */
export function schemaNode(schema: v.GenericSchema): SchemaNode {
  return unwrap(schema as SchemaNode)
}

/** Unwraps an optional schema; returns any other as it is. */
export function unwrap(node: SchemaNode): SchemaNode {
  return node.wrapped === undefined ? node : unwrap(node.wrapped)
}

/** The schema of what is under `keys`, if there can be anything. */
export function schemaAt(
  node: SchemaNode,
  keys: readonly (string | number)[],
): SchemaNode | undefined {
  const [key, ...rest] = keys
  if (key === undefined) return node
  const { entries, item, value } = node
  const known = entries !== undefined && typeof key === 'string' && Object.hasOwn(entries, key)
  const inner = known ? entries[key] : typeof key === 'number' ? item : value
  return inner === undefined ? undefined : schemaAt(unwrap(inner), rest)
}
