/**
 * What each change of a bottle does to its reach: the difference of two reaches, shared out among the
 * changes that make it.
 */
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

export const noEffect: ReachEffect = { kind: 'same', parts: [] }

/** A bottle that reaches nothing, against which a new one is judged. */
const nothing: Reach = { network: noNetwork, grants: [] }

type Data = Readonly<Record<string, unknown>>

/**
 * Returns the effect of each change, in their order.
 *
 * @param before What was; undefined for a new bottle.
 */
export function reachEffects(
  before: ReviewedBottle | undefined,
  after: ReviewedBottle,
  changes: readonly Change[],
): readonly ReachEffect[] {
  const slugs = before === undefined || before.slug === after.slug ? [] : [before.slug, after.slug]
  const reachOf = (document: Data) => reachBut(after.dialect, document, slugs)
  const had = (before?.document ?? closedDocument(after)) as unknown as Data
  const has = after.document as unknown as Data
  const [start, is] = [reachOf(had), reachOf(has)]
  const was = before === undefined ? nothing : start
  const [gained, lost] = [beyond(is, was), beyond(was, is)]
  if (gained.length + lost.length === 0) return changes.map(() => noEffect)
  const parts = new Set(gained.map(({ part }) => part))
  // Of so many nobody asks which one it is; each takes as long as the whole.
  if (changes.length > mostChanges) {
    const whole = effectOf([gained, lost], parts)
    return changes.map(() => whole)
  }
  // Without this one change: what it gives beside all others.
  const last = changes.map((change) => {
    const without = reachOf(replaced(after.dialect, has, had, change, 'before'))
    return effectOf([beyond(is, without), beyond(without, is)], parts)
  })
  const told = new Set(last.flatMap((each) => (each.kind === 'gains' ? each.parts : [])))
  const untold = new Set([...parts].filter((part) => !told.has(part)))
  // With it alone: several changes can each give what another gives too.
  const effects = changes.map((change, index) => {
    const effect = last[index] ?? noEffect
    if (effect.kind !== 'same') return effect
    const alone = reachOf(replaced(after.dialect, had, has, change, 'after'))
    return effectOf([beyond(alone, start), beyond(start, alone)], untold)
  })
  for (const each of effects)
    if (each.kind === 'gains') for (const part of each.parts) untold.delete(part)
  // Of a new bottle every grant widens by itself.
  if (untold.size === 0 || before === undefined) return effects
  // What no single change explains is every change's that has an effect, or else everybody's.
  const isSame = effects.every(({ kind }) => kind === 'same')
  return effects.map((effect) =>
    isSame || effect.kind !== 'same'
      ? { kind: 'gains', parts: [...new Set([...effect.parts, ...untold])] }
      : effect,
  )
}

/** Changes of one bottle that are looked at one by one. */
const mostChanges = 100

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
 * The document with one change taken from another: a member of a list or a named entry by itself, and
 * anything else with the setting that it is of.
 *
 * @param side The side of the change that the document is to have.
 */
function replaced(
  dialect: DialectName,
  document: Data,
  other: Data,
  change: Change,
  side: 'before' | 'after',
): Data {
  const { setting, path } = change
  const table = tablesAround(dialect, setting)
  const keys = (table ?? setting).split('.')
  const [mine, others] = [valueAt(document, keys), valueAt(other, keys)]
  if (table !== undefined) {
    const key = path.slice(table.length)
    const isSame = (each: unknown, index: number) => isOfPath(key, each, index)
    const left = listOf(mine).filter((each, index) => !isSame(each, index))
    const put = listOf(others).filter(isSame)
    return withValue(document, keys, [...left, ...put])
  }
  const shape = shapesOf(dialect).get(setting)
  if (shape === 'record') {
    const name = path.slice(setting.length + 1)
    const { [name]: _, ...rest } = (mine ?? {}) as Data
    const entry = (others as Data | undefined)?.[name]
    return withValue(document, keys, entry === undefined ? rest : { ...rest, [name]: entry })
  }
  if (shape === 'set' || shape === 'ports' || shape === 'volumes') {
    const taken = new Set(textsOf(change[side === 'before' ? 'after' : 'before']))
    const left = textsOf(mine as SettingValue).filter((each) => !taken.has(each))
    return withValue(document, keys, [...left, ...textsOf(change[side])])
  }
  return withValue(document, keys, others)
}

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

/** Whether a table of a list is the one that a path names, by its place or by its name. */
function isOfPath(path: string, table: unknown, index: number): boolean {
  const { name } = (isTable(table) ? table : {}) as { readonly name?: unknown }
  const own = `.${tomlKey(typeof name === 'string' ? name : '')}`
  return [`[${index}]`, own].some((each) => path === each || path.startsWith(`${each}.`))
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
