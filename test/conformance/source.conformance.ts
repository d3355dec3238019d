import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { SchemaNode } from '../../src/dialects/schema-node.ts'
import { schemaNode, unwrap } from '../../src/dialects/schema-node.ts'
import { documentSchema } from '../../src/dialects/smolvm/document.ts'
import { largest } from './generate.ts'
import { crateSources } from './parser.ts'

/** Fields of the structs in upstream's source, with their types, by the struct's name. */
let structs: ReadonlyMap<string, Readonly<Record<string, string>>>

beforeAll(() => {
  const sources = crateSources()
  const files = [
    ['smolfile', 'lib.rs'],
    ['smolvm-protocol', 'secrets.rs'],
    ['smolvm-protocol', 'credentials.rs'],
  ] as const
  const text = files
    .map(([crate, file]) => readFileSync(join(sources.get(crate) ?? crate, file), 'utf8'))
    .join('\n')
  structs = readStructs(text)
})

it("has upstream's keys and types, and no others", () => {
  expect(describeSchema(schemaNode(documentSchema()))).toEqual(describeStruct('Smolfile'))
})

it('has the keys in the order of the struct, the tables after the plain keys', () => {
  const described = describeStruct('Smolfile') as Readonly<Record<string, unknown>>
  const isPlain = (key: string) =>
    typeof described[key] === 'string' || Array.isArray(described[key])
  const plain = Object.keys(described).filter(isPlain)
  expect(Object.keys(documentSchema().entries).slice(0, plain.length)).toEqual(plain)
})

/** The keys and types that a struct stands for, as far down as they go. */
function describeStruct(name: string): unknown {
  const fields = structs.get(name)
  if (fields === undefined) throw new Error(`upstream's source has no struct ${name}`)
  return Object.fromEntries(Object.entries(fields).map(([key, type]) => [key, describeType(type)]))
}

function describeType(type: string): unknown {
  const [, outer, inner = ''] =
    /^(?:\w+::)*(Option|Vec|BTreeMap)<(?:String, )?(.*)>$/.exec(type) ?? []
  if (outer === 'Option') return describeType(inner)
  if (outer === 'Vec') return [describeType(inner)]
  if (outer === 'BTreeMap') return { '*': describeType(inner) }
  const name = type.split('::').at(-1) ?? type
  if (['String', 'PathBuf'].includes(name)) return 'text'
  if (['bool', 'u8', 'u16', 'u32', 'u64'].includes(name)) return name
  return describeStruct(name)
}

const sizes: Readonly<Record<number, string>> = {
  255: 'u8',
  65535: 'u16',
  4294967295: 'u32',
  [Number.MAX_SAFE_INTEGER]: 'u64',
}

/** The same of our schema. */
function describeSchema(schema: SchemaNode): unknown {
  const node = unwrap(schema)
  if (node.entries !== undefined) {
    return Object.fromEntries(
      Object.entries(node.entries).map(([key, entry]) => [key, describeSchema(entry)]),
    )
  }
  if (node.item !== undefined) return [describeSchema(node.item)]
  if (node.value !== undefined) return { '*': describeSchema(node.value) }
  if (node.type === 'number') return sizes[largest(node)]
  return node.type === 'boolean' ? 'bool' : 'text'
}

/** The fields of every struct, those with an alias under both names. */
function readStructs(text: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = new Map<string, Readonly<Record<string, string>>>()
  for (const [, name = '', body = ''] of text.matchAll(/pub struct (\w+) \{\n([\s\S]*?)\n\}/g)) {
    const fields = body.matchAll(
      /((?:^\s*(?:#\[[^\n]*\]|\/\/[^\n]*)\n)*)^\s*pub (\w+): ([^\n]+),$/gm,
    )
    const entries = [...fields].flatMap(([, attributes = '', field = '', type = '']) => {
      const alias = /alias = "(\w+)"/.exec(attributes)?.[1]
      const names = alias === undefined ? [field] : [field, alias]
      return names.map((each) => [each, type] as const)
    })
    found.set(name, Object.fromEntries(entries))
  }
  return found
}
