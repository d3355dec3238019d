import fc from 'fast-check'
import type { GenericSchema } from 'valibot'

/** The parts of valibot's schemas that say what a value may be. */
interface SchemaNode {
  readonly type: string
  readonly entries?: Readonly<Record<string, SchemaNode>>
  readonly wrapped?: SchemaNode
  readonly item?: SchemaNode
  readonly value?: SchemaNode
  readonly literal?: unknown
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[]
}

/** Every text that TOML can hold, the awkward ones often. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.constantFrom(
    '"',
    '\\',
    '"""',
    "'",
    '#',
    '\n',
    '\r\n',
    '\t',
    '\u007f',
    '\u0000',
    '[x]',
    'a = 1',
  ),
)

/** Documents of the schema, whether the rules like them or not. */
export function arbitraryDocument<T>(schema: GenericSchema<unknown, T>): fc.Arbitrary<T> {
  return arbitrary(schema as unknown as SchemaNode) as fc.Arbitrary<T>
}

function arbitrary(schema: SchemaNode): fc.Arbitrary<unknown> {
  const { type, entries, item, value, literal, pipe } = schema
  if (entries !== undefined) {
    const keys = Object.entries(entries)
    const inner = keys.map(([key, entry]) => [key, arbitrary(entry.wrapped ?? entry)] as const)
    const requiredKeys = keys.flatMap(([key, entry]) => (entry.wrapped ? [] : [key]))
    return fc.record(Object.fromEntries(inner), { requiredKeys, noNullPrototype: true })
  }
  if (item !== undefined) return fc.array(arbitrary(item), { maxLength: 4 })
  if (value !== undefined) {
    const names = texts.filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name))
    return fc.dictionary(names, arbitrary(value), { maxKeys: 4, noNullPrototype: true })
  }
  if (type === 'literal') return fc.constant(literal)
  if (type === 'boolean') return fc.boolean()
  if (type === 'string') return texts
  const most = pipe?.find((step) => step.type === 'max_value')?.requirement
  return fc.nat(typeof most === 'number' ? Math.min(most, 0x7fffffff) : 0x7fffffff)
}
