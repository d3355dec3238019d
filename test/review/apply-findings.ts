import type { DialectName } from '../../src/dialects/dialects.ts'
import type { Change, Finding, SettingValue } from '../../src/review/finding.ts'
import type { ReviewedTree } from '../../src/review/tree.ts'
import { tomlKey } from '../../src/smolfile/toml-text.ts'
import { shapes } from '../support/shapes.ts'

/** A bottle taken apart: each setting under its path, a set as a set. */
export interface Taken {
  dialect: string
  settings: Map<string, SettingValue>
  acknowledged: Map<string, SettingValue>
}

type Document = { readonly [key: string]: SettingValue }

/**
 * The second tree, made of the first and of findings alone. It knows what a finding's path says, and
 * nothing of how trees are compared.
 */
export function applyFindings(before: ReviewedTree, findings: readonly Finding[]) {
  const taken = takeTree(before)
  const bySlug = groupBy(findings, ({ slug }) => slug)
  const result = new Map(taken)
  for (const [slug, changes] of bySlug) {
    const bottle = changes.find(({ setting }) => setting === 'bottle')
    if (bottle?.change === 'removed') result.delete(slug)
    if (bottle?.change === 'removed') continue
    const renamed = changes.find(({ setting }) => setting === 'slug')
    const old = taken.get(typeof renamed?.before === 'string' ? renamed.before : slug)
    if (renamed !== undefined && !bySlug.has(String(renamed.before))) {
      result.delete(String(renamed.before))
    }
    const start = bottle?.change === 'added' ? emptyBottle(String(bottle.after)) : old
    if (start === undefined) throw new Error(`nothing to change: ${slug}`)
    result.set(slug, applyToBottle(start, changes))
  }
  return result
}

export function takeTree(tree: ReviewedTree): Map<string, Taken> {
  return new Map(
    [...tree].map(([slug, { dialect, document, acknowledged }]) => [
      slug,
      {
        dialect,
        settings: takeDocument(dialect, document as unknown as Document),
        acknowledged: new Map(
          Object.entries(acknowledged).map(([code, reason]) => [`acknowledged.${code}`, reason]),
        ),
      },
    ]),
  )
}

function emptyBottle(dialect: string): Taken {
  return { dialect, settings: new Map(), acknowledged: new Map() }
}

function applyToBottle(start: Taken, changes: readonly Finding[]): Taken {
  const dialect = changes.find(({ setting }) => setting === 'dialect')?.after
  const settings = new Map(dialect === undefined ? start.settings : [])
  const acknowledged = new Map(start.acknowledged)
  const lists = new Map<string, Change[]>()
  for (const each of changes) {
    const { setting, path, after } = each
    // What is missing from a new bottle is nothing that is set.
    if (['bottle', 'slug', 'dialect', 'noDevice', 'noProxy', 'noUser'].includes(setting)) continue
    const target = setting === 'acknowledged' ? acknowledged : settings
    const shape = shapes[(dialect ?? start.dialect) as DialectName][setting]
    if (shape === 'set') {
      const key = `${path} has ${JSON.stringify(after ?? each.before)}`
      put(
        target,
        key,
        each.before === undefined ? undefined : true,
        after === undefined ? undefined : true,
      )
    } else if (shape === 'list' && path !== setting) {
      lists.set(setting, [...(lists.get(setting) ?? []), each])
    } else if (shape === 'tables' && /\]$/.test(path)) {
      for (const [key, value] of Object.entries((after ?? each.before) as Document)) {
        put(
          target,
          `${path}.${key}`,
          after === undefined ? value : undefined,
          after === undefined ? undefined : value,
        )
      }
    } else if (shape === 'named') {
      const removed = takeCredential(path, each.before)
      const added = takeCredential(path, after)
      for (const [key, value] of removed) put(target, key, value, undefined)
      for (const [key, value] of added) put(target, key, undefined, value)
    } else if (shape === 'words') {
      put(target, path, words(each.before), words(after))
    } else if (path !== 'net' || shape !== 'tables') {
      put(target, path, each.before, after)
    }
  }
  for (const [setting, items] of lists) {
    settings.set(setting, applyToList((settings.get(setting) ?? []) as string[], items))
  }
  return { dialect: String(dialect ?? start.dialect), settings, acknowledged }
}

function applyToList(before: readonly string[], changes: readonly Change[]): string[] {
  const at = ({ path }: Change) => Number(/\[(\d+)\]$/.exec(path)?.[1])
  const of = (kind: Change['change']) =>
    new Map(changes.filter(({ change }) => change === kind).map((each) => [at(each), each]))
  const [removed, added, other] = [of('removed'), of('added'), of('changed')]
  for (const [index, each] of removed) same(before[index], each.before)
  const left = before.filter((_item, index) => !removed.has(index))
  const after = Array.from({ length: left.length + added.size }, (_item, index) =>
    added.has(index) ? String(added.get(index)?.after) : (left.shift() ?? ''),
  )
  for (const [index, each] of other) {
    same(after[index], each.before)
    after[index] = String(each.after)
  }
  return after
}

/** A change must say truly what there was. */
function put(
  target: Map<string, SettingValue>,
  key: string,
  before: SettingValue | undefined,
  after: SettingValue | undefined,
): void {
  same(target.get(key), before)
  if (after === undefined) target.delete(key)
  else target.set(key, after)
}

/** The order of methods says nothing. */
function words(value: SettingValue | undefined): SettingValue | undefined {
  return Array.isArray(value) ? [...new Set(value as string[])].sort() : value
}

function same(actual: unknown, claimed: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(claimed)) {
    throw new Error(`a finding says ${JSON.stringify(claimed)} of ${JSON.stringify(actual)}`)
  }
}

/** Written apart from the tool's own comparison on purpose. */
function takeDocument(dialect: DialectName, document: Document): Map<string, SettingValue> {
  const taken = new Map<string, SettingValue>()
  const visit = (setting: string, value: SettingValue): void => {
    const shape = shapes[dialect][setting]
    if (shape === undefined && isTable(value)) {
      for (const [key, inner] of Object.entries(value)) {
        visit(setting === '' ? key : `${setting}.${key}`, inner)
      }
    } else if (shape === 'set') {
      for (const each of value as string[])
        taken.set(`${setting} has ${JSON.stringify(each)}`, true)
    } else if (shape === 'list') {
      if ((value as string[]).length > 0) taken.set(setting, value)
    } else if (shape === 'variables') {
      collect(taken, value as string[], (entry) => {
        const [name = ''] = entry.split('=')
        return [`${setting}.${name}`, entry === name ? null : entry.slice(name.length + 1)]
      })
    } else if (shape === 'ports') {
      collect(taken, value as string[], (entry) => [`${setting}.${entry.split(':')[0]}`, entry])
    } else if (shape === 'volumes') {
      collect(taken, value as string[], (entry) => {
        const parts = entry.replace(/^s3:\/\//, 's3//').split(':')
        const isOne = parts.length === 2 || parts.length === 3
        return [`${setting}.${isOne && parts[0] !== 's3//' ? parts[1] : entry}`, entry]
      })
    } else if (shape === 'tables') {
      for (const [index, each] of (value as Document[]).entries()) {
        for (const [key, inner] of Object.entries(each))
          taken.set(`${setting}[${index}].${key}`, inner)
      }
    } else if (shape === 'named') {
      const byName = groupBy(value as Document[], ({ name }) => String(name))
      for (const [name, all] of byName) {
        const path = `${setting}.${tomlKey(name)}`
        const [only] = all
        if (all.length > 1 || only === undefined) taken.set(path, all)
        else for (const [key, inner] of takeCredential(path, only)) taken.set(key, inner)
      }
    } else if (shape === 'record') {
      for (const [key, inner] of Object.entries(value as Document))
        taken.set(`${setting}.${key}`, inner)
    } else {
      taken.set(setting, value)
    }
  }
  visit('', document)
  return taken
}

function takeCredential(path: string, value: SettingValue | undefined): [string, SettingValue][] {
  if (value === undefined) return []
  if (!isTable(value)) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]): [string, SettingValue][] => {
    if (key === 'allowed_hosts') {
      return [...new Set(inner as string[])].map((host) => [
        `${path}.${key} has ${JSON.stringify(host)}`,
        true,
      ])
    }
    if (isTable(inner)) {
      return Object.entries(inner).map(([part, flag]) => [`${path}.${key}.${part}`, flag])
    }
    return [[`${path}.${key}`, (key === 'methods' ? words(inner) : inner) ?? null]]
  })
}

function collect(
  taken: Map<string, SettingValue>,
  entries: readonly string[],
  read: (entry: string) => readonly [string, string | null],
): void {
  const groups = groupBy(entries.map(read), ([key]) => key)
  for (const [key, all] of groups) {
    const values = all.map(([, value]) => value)
    taken.set(key, values.length === 1 ? (values[0] ?? null) : values)
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

function isTable(value: SettingValue | undefined): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
