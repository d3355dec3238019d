import { isDeepStrictEqual } from 'node:util'
import { groupBy } from '../diagnostic/group-by.ts'
import { companionName } from '../dialects/companion.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { hostKind } from '../dialects/kinds.ts'
import { mayHoldSecret, settingRows } from '../dialects/rows.ts'
import type { Shape } from '../dialects/shape.ts'
import { isTable } from '../smolfile/is-table.ts'
import { tomlKey } from '../smolfile/toml-text.ts'
import { compareLists } from './compare-lists.ts'
import type { Change, SettingValue } from './finding.ts'
import { keyedEntries } from './keyed-entries.ts'

type Table = Readonly<Record<string, SettingValue | undefined>>
type List = readonly SettingValue[]
type Shapes = ReadonlyMap<string, Shape>

/** The place of a comparison: the setting, which of its kind it is, and how settings are compared. */
interface Position {
  readonly setting: string
  readonly path: string
  readonly shapes: Shapes
}

/**
 * Returns the changes that make `before` into `after`, apart from the order of what has no order.
 * Lists and tables without content are as good as absent.
 */
export function compareDocuments(
  dialect: DialectName,
  before: SmolfileDocument,
  after: SmolfileDocument,
): readonly Change[] {
  const rows = settingRows(dialectOf(dialect).rows)
  const known = new Map(rows.map(({ path, row }) => [path, hostKind(row).shape]))
  // Documents are plain data of TOML.
  return compareTables(
    { setting: '', path: '', shapes: known },
    before as unknown as Table,
    after as unknown as Table,
  )
}

/** Stands for a malformed value where a secret may be. */
const notShown = '(malformed, not shown)'

/** The changes of what a dialect has no form for: no rule of a setting holds for it. */
export function compareUnfit(
  dialect: DialectName,
  before: ReadonlyMap<string, SettingValue> = new Map(),
  after: ReadonlyMap<string, SettingValue> = new Map(),
): readonly Change[] {
  const { rows } = dialectOf(dialect)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [had, has] = [before.get(path), after.get(path)]
    const shown = (value: SettingValue | undefined) =>
      value !== undefined && mayHoldSecret(rows, path) ? notShown : value
    const setting = path.startsWith(companionName) ? 'companion' : 'malformed'
    const at = { setting, path, shapes: new Map() }
    return compareValues(at, had, has, shown(had), shown(has))
  })
}

function compareTables(at: Position, before: Table, after: Table): readonly Change[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)])
  return [...keys].flatMap((key) => {
    const inner = { ...at, setting: join(at.setting, key), path: join(at.path, key) }
    return compareSetting(inner, own(before, key), own(after, key))
  })
}

function compareSetting(
  at: Position,
  before: SettingValue | undefined,
  after: SettingValue | undefined,
): readonly Change[] {
  const shape = at.shapes.get(at.setting)
  switch (shape) {
    case 'words':
      return compareValues(at, sorted(before), sorted(after), before, after)
    case 'list':
      return compareLists(at.setting, at.path, texts(before), texts(after))
    case 'set':
      return compareSets(at, texts(before), texts(after))
    case 'variables':
    case 'ports':
    case 'volumes':
      return compareKeyed(
        at,
        keyedEntries(shape, texts(before)),
        keyedEntries(shape, texts(after)),
        compareValues,
      )
    case 'tables':
      return compareKeyed(
        at,
        new Map(list(before).map((item, index) => [`[${index}]`, item])),
        new Map(list(after).map((item, index) => [`[${index}]`, item])),
        compareEither,
      )
    case 'named':
      return compareKeyed(at, byName(list(before)), byName(list(after)), compareEither)
    case 'record':
      return compareKeyed(at, entries(before), entries(after), compareValues)
    case 'keys':
      // A table is no setting, its keys are.
      return isTable(before ?? after)
        ? compareTables(at, table(before), table(after))
        : compareValues(at, before, after)
    default:
      // A key that nobody has said anything of is compared as well.
      return compareValues(at, before, after)
  }
}

function compareValues(
  { setting, path }: Position,
  before: SettingValue | undefined,
  after: SettingValue | undefined,
  shownBefore = before,
  shownAfter = after,
): readonly Change[] {
  if (isDeepStrictEqual(before, after)) return []
  if (shownBefore === undefined) {
    return shownAfter === undefined ? [] : [{ setting, path, change: 'added', after: shownAfter }]
  }
  if (shownAfter === undefined) return [{ setting, path, change: 'removed', before: shownBefore }]
  return [{ setting, path, change: 'changed', before: shownBefore, after: shownAfter }]
}

/** Two tables key by key; and as a whole when there is one alone. */
function compareEither(
  at: Position,
  before: SettingValue | undefined,
  after: SettingValue | undefined,
): readonly Change[] {
  return isTable(before) && isTable(after)
    ? compareTables(at, before, after)
    : compareValues(at, before, after)
}

function compareKeyed(
  at: Position,
  before: ReadonlyMap<string, SettingValue>,
  after: ReadonlyMap<string, SettingValue>,
  compare: typeof compareEither,
): readonly Change[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].flatMap((key) => {
    const path =
      key.startsWith('[') && at.shapes.get(at.setting) === 'tables'
        ? `${at.path}${key}`
        : `${at.path}.${key}`
    return compare({ ...at, path }, before.get(key), after.get(key))
  })
}

function compareSets(
  { setting, path }: Position,
  before: readonly string[],
  after: readonly string[],
) {
  const had = new Set(before)
  const has = new Set(after)
  return [
    ...[...had]
      .filter((each) => !has.has(each))
      .map((each): Change => ({ setting, path, change: 'removed', before: each })),
    ...[...has]
      .filter((each) => !had.has(each))
      .map((each): Change => ({ setting, path, change: 'added', after: each })),
  ]
}

/** Tables by name, the name as a key of TOML. Several of one name are one value. */
function byName(tables: List): ReadonlyMap<string, SettingValue> {
  const named = groupBy(tables, (each) => {
    const name = isTable(each) ? each.name : undefined
    return tomlKey(typeof name === 'string' ? name : '')
  })
  return new Map([...named].map(([key, all]) => [key, all.length === 1 ? all[0] : all]))
}

function table(value: SettingValue | undefined): Table {
  return isTable(value) ? (value as Table) : {}
}

function entries(value: SettingValue | undefined): ReadonlyMap<string, SettingValue> {
  return new Map(
    isTable(value) ? Object.entries(value as Readonly<Record<string, SettingValue>>) : [],
  )
}

function list(value: SettingValue | undefined): List {
  return Array.isArray(value) ? value : []
}

function texts(value: SettingValue | undefined): readonly string[] {
  return list(value).filter((each) => typeof each === 'string')
}

function sorted(value: SettingValue | undefined): SettingValue | undefined {
  return Array.isArray(value) ? [...new Set(texts(value))].sort() : value
}

function own(table: Table, key: string): SettingValue | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function join(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`
}
