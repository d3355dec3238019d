import { count } from '../diagnostic/text.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { NetworkChoice } from '../dialects/kinds/network.ts'
import { rowOfKey } from '../dialects/rows.ts'
import { SettingError } from '../dialects/setting-error.ts'
import { splitVariable } from '../dialects/values/variable.ts'
import type { RowOf } from '../language/rows.ts'
import type { Setting } from './setting.ts'

type Data = Readonly<Record<string, unknown>>

/**
 * The document in which the setting has `value`, or is not made when that is undefined.
 *
 * @throws SettingError when there is no place for it, such as an element past the end of a list.
 */
export function applySetting(
  dialect: DialectName,
  document: SmolfileDocument,
  { path, keys, row }: Setting,
  value: unknown,
): SmolfileDocument {
  const { normalize, implied, withDefaults } = dialectOf(dialect)
  const data: Data = { ...document }
  const changed =
    row.kind === 'network'
      ? withNetwork(data, value as NetworkChoice | undefined)
      : row.kind === 'variables'
        ? withVariable(data, keys as readonly string[], value as string | undefined)
        : withValue(data, keys, row.kind === 'devices' ? kept(data, keys, row, value) : value, path)
  const more = implied?.(value === undefined ? changed : document, value === undefined ? [] : keys)
  const isNew = row.kind === 'network' || Object.keys(more ?? {}).length > 0
  // The keys and the type of the value come from the dialect's rows.
  const made = { ...changed, ...more } as never
  return normalize(isNew && value !== undefined ? (withDefaults?.(made) ?? made) : made)
}

function withNetwork(document: Data, choice: NetworkChoice | undefined): Data {
  const { net: _net, net_backend: _backend, network, ...rest } = document
  if (choice === undefined) return rest
  const kept = choice.kind === 'tsi' || network === undefined ? {} : { network }
  return { ...rest, net: true, net_backend: choice.kind, ...kept }
}

function withVariable(document: Data, keys: readonly string[], value: string | undefined): Data {
  const [first = '', ...rest] = keys
  if (rest.length > 1) {
    const table = withVariable((document[first] ?? {}) as Data, rest, value)
    return { ...document, [first]: table }
  }
  const [name = ''] = rest
  const entries = (document[first] ?? []) as readonly string[]
  const others = entries.filter((entry) => splitVariable(entry)[0] !== name)
  const added = value === undefined ? [] : [`${name}=${value}`]
  return { ...document, [first]: [...others, ...added] }
}

/** A device that takes the place of another keeps what stands beside the Smolfile. */
function kept(
  data: Data,
  [list = '', index = 0]: Setting['keys'],
  { rows }: RowOf<'devices'>,
  value: unknown,
): unknown {
  if (value === undefined) return undefined
  const had = ((data[list] ?? []) as readonly Data[])[Number(index)] ?? {}
  const beside = Object.entries(had).filter(([key]) => rowOfKey(rows, key)?.companion === true)
  return { ...(value as Data), ...Object.fromEntries(beside) }
}

function withValue(
  data: unknown,
  [key = '', ...rest]: readonly (string | number)[],
  value: unknown,
  path: string,
): Data {
  if (typeof key === 'number') {
    const list = [...((data ?? []) as readonly unknown[])]
    if (key > list.length || (key === list.length && value === undefined)) {
      throw new SettingError(
        `${path} does not exist: the list has ${count(list.length, 'element')}`,
      )
    }
    const inner = rest.length === 0 ? value : withValue(list[key], rest, value, path)
    if (inner === undefined) list.splice(key, 1)
    else list[key] = inner
    return list as unknown as Data
  }
  const table = (data ?? {}) as Data
  const inner = rest.length === 0 ? value : withValue(table[key], rest, value, path)
  const { [key]: _, ...others } = table
  return inner === undefined ? others : { ...others, [key]: inner }
}
