import { nearest, quote } from '../diagnostic/text.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { hostKind, isListKind } from '../dialects/kinds.ts'
import { rowOfKey } from '../dialects/rows.ts'
import { SettingError } from '../dialects/setting-error.ts'
import type { Row, Rows } from '../language/rows.ts'
import { keyOf } from '../language/rows.ts'

/** One setting of a bottle, as `bottle set` names it. */
export interface Setting {
  /** As the origins of a definition name it: `env.DEBUG`, `network.allow_hosts[0]`. */
  readonly path: string
  readonly keys: readonly (string | number)[]
  readonly row: Row
  /**
   * The part of the row: all of it, one element of a list, or what has one name, be it a variable
   * or a reference to a secret.
   */
  readonly part: 'whole' | 'element' | 'named'
}

/**
 * The setting that `path` names, by the Smolfile's own keys.
 *
 * @throws SettingError when the dialect has no such setting.
 */
export function readPath(dialect: DialectName, path: string): Setting {
  const { rows } = dialectOf(dialect)
  const setting = settingIn(rows, path, path, [])
  const { row, part, keys } = setting
  if (row.method === false && row.kind !== 'table' && keys.length === 1) refuseUnmade(rows, setting)
  if (part !== 'whole') return setting
  if (row.kind === 'variables') {
    throw new SettingError(`${path} is set by name`, `such as ${path}.DEBUG`)
  }
  if (row.kind === 'references') {
    throw new SettingError(`${path} is a table`, `set one of ${path}.NAME`)
  }
  // A table is set key by key, which its kind says.
  if (row.kind === 'table') hostKind(row).read([], path, row)
  if (row.kind !== 'devices') return setting
  return { ...setting, path: `${path}[0]`, keys: [...keys, 0], part: 'element' }
}

/** Refuses a key that no method of its own makes. */
function refuseUnmade(rows: Rows, { path, keys, row }: Setting): never {
  const maker = Object.entries(rows).find(([, each]) => each.makes?.includes(String(keys[0])))
  if (maker === undefined || row.kind !== 'word') throw unknownSetting(path, rows)
  const [name, makes] = maker
  const key = keyOf(name, makes)
  throw new SettingError(`${path} is set with ${key}`, `such as ${key} ${row.words[0]}`)
}

/** The setting at `rest` in the table of `rows`, which is at `keys`. */
function settingIn(
  rows: Rows,
  path: string,
  rest: string,
  keys: readonly (string | number)[],
): Setting {
  const [, key = '', behind = ''] = /^([^.[]*)(.*)$/s.exec(rest) ?? []
  const prefix = path.slice(0, path.length - rest.length)
  const row = rowOfKey(rows, key)
  if (row === undefined) throw unknownSetting(path, rows, prefix)
  const here = [...keys, key]
  const setting = (part: Setting['part'], ...inner: (string | number)[]): Setting => {
    return { path, keys: [...here, ...inner], row, part }
  }
  if (behind === '') return setting('whole')
  if (row.kind === 'variables' || row.kind === 'references') {
    if (behind.startsWith('.') && behind.length > 1) return setting('named', behind.slice(1))
    if (row.kind === 'variables' && behind === '.') {
      throw new SettingError(`${prefix}${key} is set by name`, `such as ${prefix}${key}.DEBUG`)
    }
  }
  if (row.kind === 'table' && behind.startsWith('.')) {
    return settingIn(row.rows, path, behind.slice(1), here)
  }
  const [, index, inner = ''] = /^\[(\d+)\](.*)$/s.exec(behind) ?? []
  if (index === undefined) throw unknownSetting(path, rows, prefix)
  if ((row.kind === 'tables' || row.kind === 'devices') && inner.startsWith('.')) {
    return settingIn(row.rows, path, inner.slice(1), [...here, Number(index)])
  }
  if (inner !== '' || !isListKind(row)) throw unknownSetting(path, rows, prefix)
  return setting('element', Number(index))
}

/**
 * The value that `words` give the setting.
 *
 * @throws SettingError when it is of another kind than the setting.
 */
export function readValue({ path, row, part }: Setting, words: readonly string[]): unknown {
  const { read } = hostKind(row)
  if (part !== 'element' || row.kind === 'devices') return read(words, path, row)
  if (row.kind === 'tables') return read(words, path, row)
  // One element of a list of texts is one text.
  return hostKind({ ...row, kind: 'text' } as Row).read(words, path, row)
}

function unknownSetting(path: string, rows: Rows, prefix = ''): SettingError {
  const known = Object.entries(rows).flatMap(([name, row]) =>
    isSettable(rows, name, row) ? [keyOf(name, row)] : [],
  )
  const guess = nearest(path.split('.').at(-1) ?? '', known)
  const hint =
    guess === undefined ? `there are ${known.join(', ')}` : `did you mean ${prefix}${guess}?`
  return new SettingError(`unknown setting ${quote(path)}`, hint)
}

/** Whether a method makes the setting, be it one of another setting's. */
function isSettable(rows: Rows, name: string, row: Row): boolean {
  if (row.method !== false) return true
  return Object.values(rows).some(({ makes }) => makes?.includes(keyOf(name, row)))
}
