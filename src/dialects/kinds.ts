import * as v from 'valibot'
import { closedObject } from '../files/json-schemas.ts'
import type { Kind, Row, RowOf, Rows } from '../language/rows.ts'
import type { Code, Entry } from './code.ts'
import { call, literal } from './code.ts'
import type { CommentSupply } from './comment-supply.ts'
import { keyedRows } from './keyed-rows.ts'
import type { Generators, HostKind, Schema } from './kinds/kind.ts'
import { oneWord } from './kinds/kind.ts'
import * as lists from './kinds/lists.ts'
import { referencesKind, variables } from './kinds/named.ts'
import { networkKind } from './kinds/network.ts'
import * as scalars from './kinds/scalars.ts'
import { SettingError } from './setting-error.ts'
import type { Shape } from './shape.ts'

type Table = Readonly<Record<string, unknown>>

const table: HostKind<RowOf<'table'>> = {
  shape: 'keys',
  schema: ({ rows }) => closedObject(entriesOf(rows)),
  recorded: ({ rows }) => closedObject(recordedEntriesOf(rows)),
  write: (value: Table, path, comments, { rows }) => tableCode(rows, value, path, comments),
  read: readNoTable,
  arbitrary: (generators, { rows }) => arbitraryTable(generators, rows),
}

const tables: HostKind<RowOf<'tables'>> = {
  shape: 'named',
  schema: ({ rows }) => v.array(closedObject(entriesOf(rows))),
  recorded: ({ rows }) => v.array(closedObject(recordedEntriesOf(rows))),
  write: (items: readonly Table[], path, comments, { rows }) => ({
    kind: 'list',
    items: items.map((item, index) => ({
      code: tableCode(rows, item, `${path}[${index}]`, comments),
      comments: comments.take(`${path}[${index}]`),
    })),
  }),
  read: readNoTable,
  arbitrary: (generators, { rows }) =>
    generators.fc.array(arbitraryTable(generators, rows), { maxLength: 3 }),
}

/** A table is set key by key. */
function readNoTable(_words: readonly string[], path: string, { rows }: { readonly rows: Rows }) {
  const known = keyedRows(rows).map(({ key }) => `${path}.${key}`)
  throw new SettingError(`${path} is a table`, `set one of ${known.join(', ')}`)
}

interface Device {
  readonly type: string
  readonly attachment: string
  readonly socket: string
  readonly address?: string
}

function deviceCode({ socket, address }: Device): Code {
  if (address === undefined) return call('gvproxy', literal(socket))
  const options = [{ key: 'address', code: literal(address), comments: [] }]
  return call('gvproxy', literal(socket), { kind: 'record', entries: options })
}

const devices: HostKind<RowOf<'devices'>> = {
  shape: 'tables',
  schema: ({ rows }) => v.array(closedObject(entriesOf(rows))),
  recorded: ({ rows }) => v.array(closedObject(recordedEntriesOf(rows))),
  write: deviceCode,
  calls: (items: readonly Device[], { method, key }, comments) =>
    items.map((device, index) => ({
      method,
      args: [{ code: deviceCode(device), comments: [] }],
      comments: comments.takeAll(`${key}[${index}]`),
    })),
  read(words, path): Device {
    const word = oneWord(words, path)
    const [, socket] = /^gvproxy:(.+)$/s.exec(word) ?? []
    if (socket !== undefined) return { type: 'virtio-net', attachment: 'unixgram', socket }
    throw new SettingError(`${path} is "${word}"; it must be gvproxy: and the path of a socket`)
  },
  arbitrary: ({ fc, text }) =>
    fc.array(
      text
        .map((each) => each.replace(/[/.#?%\p{Cc}]/gu, '') || 'x')
        .filter((each) => Buffer.byteLength(each) < 80)
        .map((name) => ({ type: 'virtio-net', attachment: 'unixgram', socket: `/run/${name}` })),
      { minLength: 1, maxLength: 2 },
    ),
}

/** Every kind of value: its schema, checks, comparison, and its way into and out of TypeScript. */
export const kinds: { readonly [K in Kind]: HostKind<RowOf<K>> } = {
  text: scalars.text,
  constant: scalars.constant,
  image: scalars.image,
  guestPath: scalars.guestPath,
  user: scalars.user,
  word: scalars.word,
  duration: scalars.duration,
  signal: scalars.signal,
  loopbackAddress: scalars.loopbackAddress,
  flag: scalars.flag,
  count: scalars.number,
  mebibytes: scalars.mebibytes,
  argv: lists.argv,
  texts: lists.texts,
  ports: lists.ports,
  volumes: lists.volumes,
  set: lists.set,
  hosts: lists.hosts,
  hostPatterns: lists.hostPatterns,
  ranges: lists.ranges,
  udpRanges: lists.udpRanges,
  methods: lists.methods,
  variables,
  references: referencesKind(({ rows }) => closedObject(entriesOf(rows))),
  network: networkKind(entriesOf, tableCode),
  devices,
  table,
  tables,
}

/** Returns the kind of `row`. */
export function hostKind(row: Row): HostKind {
  // The kind says of which type the row is.
  return kinds[row.kind] as unknown as HostKind
}

/** Whether a value of the row is a list in a Smolfile. */
export function isListKind(row: Row): boolean {
  return listShapes.has(hostKind(row).shape)
}

const listShapes: ReadonlySet<Shape> = new Set([
  'list',
  'set',
  'words',
  'variables',
  'ports',
  'volumes',
  'tables',
  'named',
])

/** The entries of a table's schema in a Smolfile, in the order of the rows. */
export function entriesOf(rows: Rows): Record<string, Schema> {
  const inSmolfile = Object.entries(rows).filter(([, { companion }]) => companion !== true)
  return entries(Object.fromEntries(inSmolfile), (row) => hostKind(row).schema(row))
}

/** The entries of the schema of what a builder records. */
export function recordedEntriesOf(rows: Rows): Record<string, Schema> {
  const authored = Object.entries(rows).filter(([, { method }]) => method !== false)
  return entries(Object.fromEntries(authored), (row) => {
    const { recorded, schema } = hostKind(row)
    return recorded === undefined ? schema(row) : recorded(row, rows)
  })
}

function entries(rows: Rows, schemaOf: (row: Row) => Schema): Record<string, Schema> {
  return Object.fromEntries(
    keyedRows(rows).map(({ key, row }) => {
      const schema = schemaOf(row)
      return [key, row.required === true ? schema : v.optional(schema)]
    }),
  )
}

/** A table as the object of a bottle file, its keys in the order of the rows. */
export function tableCode(rows: Rows, value: object, path: string, comments: CommentSupply): Code {
  const entries = keyedRows(rows).flatMap(({ name, key, row }): readonly Entry[] => {
    const each = (value as Table)[key]
    if (each === undefined) return []
    const inner = `${path}.${key}`
    const code = hostKind(row).write(each as never, inner, comments, row)
    return [{ key: name, code, comments: comments.takeAll(inner) }]
  })
  return { kind: 'record', entries }
}

/** Tables of which each value is one that its kind takes, whatever the others are. */
export function arbitraryTable(generators: Generators, rows: Rows) {
  const { fc } = generators
  const keyed = keyedRows(rows)
  return fc.record(
    Object.fromEntries(
      keyed.map(({ key, row }) => [key, hostKind(row).arbitrary(generators, row)]),
    ),
    {
      requiredKeys: keyed.flatMap(({ key, row }) => (row.required === true ? [key] : [])),
      noNullPrototype: true,
    },
  )
}
