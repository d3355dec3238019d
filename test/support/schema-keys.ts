import type { GenericSchema } from 'valibot'
import type { SchemaNode } from '../../src/dialects/schema-node.ts'
import { schemaNode } from '../../src/dialects/schema-node.ts'

/** The paths of all keys of a schema, `[]` for an element and `*` for a name that may be any. */
export function schemaKeys(schema: GenericSchema): readonly string[] {
  return keysIn(schemaNode(schema), '')
}

function keysIn({ entries, wrapped, item, value }: SchemaNode, path: string): readonly string[] {
  return [
    ...(wrapped === undefined ? [] : keysIn(wrapped, path)),
    ...(item === undefined ? [] : keysIn(item, `${path}[]`)),
    ...(value === undefined ? [] : keysIn(value, `${path}.*`)),
    ...Object.entries(entries ?? {}).flatMap(([key, entry]) => [
      `${path}.${key}`,
      ...keysIn(entry, `${path}.${key}`),
    ]),
  ]
}

/** Whether `data` has the key at `path`, which is one of {@link schemaKeys}. */
export function hasKey(data: unknown, path: string): boolean {
  if (path === '') return true
  if (typeof data !== 'object' || data === null) return false
  const [, step = '', rest = ''] = /^(\[\]|\.[^.[]+)(.*)$/.exec(path) ?? []
  const name = step.slice(1)
  const inner = step === '[]' || step === '.*' ? Object.values(data) : []
  const own = Object.hasOwn(data, name) ? [(data as Record<string, unknown>)[name]] : []
  return [...inner, ...own].some((each) => hasKey(each, rest))
}
