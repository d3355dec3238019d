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
