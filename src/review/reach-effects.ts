/**
 * What each change of a bottle does to its reach: the difference of two reaches, shared out among the
 * changes that make it.
 */
import { groupBy } from '../diagnostic/group-by.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { hostKind } from '../dialects/kinds.ts'
import type { Reach } from '../dialects/reach.ts'
import { noNetwork } from '../dialects/reach.ts'
import { replaceSlug } from '../dialects/replace-slug.ts'
import { settingRows } from '../dialects/rows.ts'
import type { Shape } from '../dialects/shape.ts'
import type { Rows } from '../language/rows.ts'
import type { Beyond, ReachPart } from '../reach/beyond.ts'
import { beyond, withTrustedNames } from '../reach/beyond.ts'
import { isTable } from '../smolfile/is-table.ts'
import { tomlKey } from '../smolfile/toml-text.ts'
import type { Change, SettingValue } from './finding.ts'
import type { ReviewedBottle } from './tree.ts'

/** What a change gains, or what it loses when it gains nothing; `same` when it does neither. */
export interface ReachEffect {
  readonly kind: 'gains' | 'loses' | 'same'
  readonly parts: readonly ReachPart[]
}

const noEffect: ReachEffect = { kind: 'same', parts: [] }

/** A bottle that reaches nothing, against which a new one is judged. */
const nothing: Reach = { network: noNetwork, grants: [] }

type Data = Readonly<Record<string, unknown>>

/**
 * Returns the effect of each change.
 *
 * @param before What was; undefined for a new bottle.
 */
export function reachEffects(
  before: ReviewedBottle | undefined,
  after: ReviewedBottle,
  changes: readonly Change[],
): ReadonlyMap<Change, ReachEffect> {
  const groups = judgedTogether(changes)
  const effects = groupEffects(before, after, groups)
  return new Map(
    groups.flatMap((group, index) => group.map((each) => [each, effects[index] ?? noEffect])),
  )
}

/** Changes of one bottle that are looked at one by one: each takes as long as the whole. */
const mostChanges = 100

/** A change by itself; of many, those of one setting that are all added, removed or changed. */
function judgedTogether(changes: readonly Change[]): readonly Group[] {
  if (changes.length <= mostChanges) return changes.map((change) => [change])
  return [...groupBy(changes, ({ change, setting }) => `${change} ${setting}`).values()]
}

/** Changes of one setting that are put in or taken out together. */
type Group = readonly [Change, ...Change[]]

function groupEffects(
  before: ReviewedBottle | undefined,
  after: ReviewedBottle,
  groups: readonly Group[],
): readonly ReachEffect[] {
  const slugs = before === undefined || before.slug === after.slug ? [] : [before.slug, after.slug]
  const reachOf = (document: Data) => reachBut(after.dialect, document, slugs)
  const had = (before?.document ?? closedDocument(after)) as unknown as Data
  const has = after.document as unknown as Data
  const [start, is] = [reachOf(had), reachOf(has)]
  const was = before === undefined ? nothing : start
  const [gained, lost] = [beyond(is, was), beyond(was, is)]
  if (gained.length + lost.length === 0) return groups.map(() => noEffect)
  const parts = new Set(partsOf(gained))
  // Without this one: what it gives beside all others.
  const last = groups.map((group) => {
    const others = reachOf(replaced(after.dialect, has, had, group, 'before'))
    return effectOf([beyond(is, others), beyond(others, is)], parts)
  })
  const untold = without(parts, gainedBy(last))
  // With it alone: several changes can each give what another gives too.
  const effects = groups.map((group, index) => {
    const effect = last[index] ?? noEffect
    if (effect.kind !== 'same') return effect
    const alone = reachOf(replaced(after.dialect, had, has, group, 'after'))
    return effectOf([beyond(alone, start), beyond(start, alone)], untold)
  })
  const unexplained = without(untold, gainedBy(effects))
  // Of a new bottle every grant widens by itself.
  if (unexplained.size === 0 || before === undefined) return effects
  // What no single change explains is every change's that has an effect, or else everybody's.
  const isSame = effects.every(({ kind }) => kind === 'same')
  return effects.map((effect) =>
    isSame || effect.kind !== 'same'
      ? { kind: 'gains', parts: [...new Set([...effect.parts, ...unexplained])] }
      : effect,
  )
}

function gainedBy(effects: readonly ReachEffect[]): ReadonlySet<ReachPart> {
  return new Set(effects.flatMap(({ kind, parts }) => (kind === 'gains' ? parts : [])))
}

function without(
  parts: ReadonlySet<ReachPart>,
  others: ReadonlySet<ReachPart>,
): ReadonlySet<ReachPart> {
  return new Set([...parts].filter((part) => !others.has(part)))
}

type Difference = readonly [gained: readonly Beyond[], lost: readonly Beyond[]]

/** @param parts Those of which more is reached in all: a change gains nothing of the others. */
function effectOf([gained, lost]: Difference, parts: ReadonlySet<ReachPart>): ReachEffect {
  const gains = partsOf(gained).filter((part) => parts.has(part))
  if (gains.length > 0) return { kind: 'gains', parts: gains }
  return lost.length > 0 ? { kind: 'loses', parts: partsOf(lost) } : noEffect
}

/**
 * The reach of a document without what has rules of its own: the host's variables. What follows the
 * slug of a renamed bottle is the same.
 */
function reachBut(dialect: DialectName, document: Data, slugs: readonly string[]): Reach {
  const { network, grants } = withTrustedNames(dialectOf(dialect).reach(document as never))
  const kept = grants.filter(({ part }) => part !== 'variables')
  if (slugs.length === 0) return { network, grants: kept }
  const named = kept.map((grant) =>
    grant.part === 'gateway' ? { ...grant, what: slugs.reduce(replaceSlug, grant.what) } : grant,
  )
  return { network, grants: named }
}

function partsOf(found: readonly Beyond[]): readonly ReachPart[] {
  return [...new Set(found.map(({ part }) => part))]
}

function closedDocument({ dialect }: ReviewedBottle): SmolfileDocument {
  return dialectOf(dialect).closed
}

/**
 * The document with a group of changes taken from another: members of a list and named entries by
 * themselves, and anything else with the setting that it is of.
 *
 * @param side The side of the changes that the document is to have.
 */
function replaced(
  dialect: DialectName,
  document: Data,
  other: Data,
  group: Group,
  side: 'before' | 'after',
): Data {
  const [{ setting }] = group
  const table = tablesAround(dialect, setting)
  const keys = (table ?? setting).split('.')
  const [mine, others] = [valueAt(document, keys), valueAt(other, keys)]
  if (table !== undefined) {
    const starts = new Set(group.flatMap(({ path }) => startsOf(path.slice(table.length))))
    const isTaken = (each: unknown, index: number) =>
      starts.has(`[${index}]`) || starts.has(`.${nameOf(each)}`)
    const left = listOf(mine).filter((each, index) => !isTaken(each, index))
    return withValue(document, keys, [...left, ...listOf(others).filter(isTaken)])
  }
  const shape = shapesOf(dialect).get(setting)
  if (shape === 'record') {
    const names = new Set(group.map(({ path }) => path.slice(setting.length + 1)))
    const entries = (value: unknown) => Object.entries((value ?? {}) as Data)
    const left = entries(mine).filter(([name]) => !names.has(name))
    const put = entries(others).filter(([name]) => names.has(name))
    return withValue(document, keys, Object.fromEntries([...left, ...put]))
  }
  if (shape === 'set' || shape === 'ports' || shape === 'volumes') {
    const taken = new Set(group.flatMap((each) => textsOf(each[opposite[side]])))
    const left = textsOf(mine as SettingValue).filter((each) => !taken.has(each))
    return withValue(document, keys, [...left, ...group.flatMap((each) => textsOf(each[side]))])
  }
  return withValue(document, keys, others)
}

const opposite = { before: 'after', after: 'before' } as const

const known = new Map<DialectName, ReadonlyMap<string, Shape>>()

function shapesOfRows(rows: Rows): ReadonlyMap<string, Shape> {
  return new Map(settingRows(rows).map(({ path, row }) => [path, hostKind(row).shape]))
}

/** How the settings of a dialect are compared, by their paths. */
function shapesOf(dialect: DialectName): ReadonlyMap<string, Shape> {
  const shapes = known.get(dialect) ?? shapesOfRows(dialectOf(dialect).rows)
  known.set(dialect, shapes)
  return shapes
}

/** The list of tables that a setting is in, or is itself. */
function tablesAround(dialect: DialectName, setting: string): string | undefined {
  const keys = setting.split('.')
  const around = keys.map((_, index) => keys.slice(0, index + 1).join('.'))
  return around.find((path) => ['named', 'tables'].includes(shapesOf(dialect).get(path) ?? ''))
}

/** The path and each start of it that ends before a dot, of which one names a table of a list. */
function startsOf(path: string): readonly string[] {
  const dots = [...path.matchAll(/\./gu)].map(({ index }) => index)
  return [...dots, path.length].map((end) => path.slice(0, end))
}

function nameOf(table: unknown): string {
  const { name } = (isTable(table) ? table : {}) as { readonly name?: unknown }
  return tomlKey(typeof name === 'string' ? name : '')
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: SettingValue | undefined): readonly string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((each) => typeof each === 'string')
}

function valueAt(document: Data, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (isTable(value) ? (value as Data)[key] : undefined),
    document,
  )
}

function withValue(document: Data, [key = '', ...rest]: readonly string[], value: unknown): Data {
  const inner = rest.length === 0 ? value : withValue((document[key] ?? {}) as Data, rest, value)
  const { [key]: _, ...others } = document
  return inner === undefined ? others : { ...others, [key]: inner }
}
