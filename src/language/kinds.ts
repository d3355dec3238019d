import { variableEntries } from './environment.ts'
import type { Kind, Row, RowOf, Rows } from './rows.ts'
import { keyOf } from './rows.ts'
import { durationText, portText, volumeText } from './smolvm/values.ts'

/**
 * The way in which calls of a method combine: a later one replaces what an earlier one set, adds
 * elements to it, merges keys into it, or sets entries by name.
 */
export type Combination = 'replace' | 'append' | 'merge' | 'byName'

/** The part of a kind that the authoring language knows. The host validates, not this. */
interface LanguageKind<K extends Kind> {
  /** The arguments that the method takes: the value, its elements, a switch, a name and a value. */
  readonly takes: 'value' | 'items' | 'switch' | 'pair'
  readonly combines: Combination
  /** The value as it is recorded: in upstream's form, which is the host's to check. */
  record(value: never, row: RowOf<K>): unknown
}

const same = (value: unknown) => value
const value = { takes: 'value', combines: 'replace', record: same } as const
const items = { takes: 'items', combines: 'append', record: same } as const

/** Each kind of setting, as the builders record it. */
export const languageKinds: { readonly [K in Kind]: LanguageKind<K> } = {
  text: value,
  constant: value,
  image: value,
  guestPath: value,
  user: value,
  word: value,
  duration: { ...value, record: durationText },
  signal: { ...value, record: String },
  flag: { ...value, takes: 'switch' },
  count: value,
  mebibytes: value,
  argv: { ...items, combines: 'replace' },
  texts: items,
  ports: { ...items, record: (ports: readonly never[]) => ports.map(portText) },
  volumes: { ...items, record: (volumes: readonly never[]) => volumes.map(volumeText) },
  set: value,
  hosts: value,
  hostPatterns: value,
  ranges: value,
  udpRanges: value,
  methods: value,
  variables: { takes: 'value', combines: 'byName', record: variableEntries },
  references: { takes: 'pair', combines: 'byName', record: same },
  loopbackAddress: value,
  network: value,
  devices: { ...value, combines: 'append' },
  table: {
    takes: 'value',
    combines: 'merge',
    record: (options: object, { rows }) => recordTable(rows, options),
  },
  tables: {
    ...value,
    record: (tables: readonly object[], { rows }) =>
      tables.map((options) => recordTable(rows, options)),
  },
}

/** Returns the part of the kind of `row` that the authoring language knows. */
export function kindOf(row: Row): LanguageKind<never> {
  return languageKinds[row.kind] as LanguageKind<never>
}

/** The options of a table by upstream's keys, each value as it is recorded. */
export function recordTable(rows: Rows, options: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const row = Object.hasOwn(rows, name) ? rows[name] : undefined
      return [keyOf(name, row), recordValue(row, option)]
    }),
  )
}

/** A value as it is recorded; one that no setting takes stays as it is, for the host to refuse. */
function recordValue(row: Row | undefined, option: unknown): unknown {
  if (row === undefined || option === undefined) return option
  return kindOf(row).record(option as never, row as never)
}
