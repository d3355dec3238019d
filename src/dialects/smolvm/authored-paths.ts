import { settingPath } from '../../smolfile/setting-path.ts'
import { sortByName } from '../variables.ts'
import type { SmolvmSettings } from './settings.ts'

/**
 * The path that the author knows and that the builder recorded, for a path of the document: a
 * variable by its name instead of its index.
 */
export function authoredPath(path: string, { env }: SmolvmSettings): string {
  const index = /^env\[(\d+)\]$/.exec(path)?.[1]
  const name = index === undefined ? undefined : sortByName(env)[Number(index)]?.[0]
  return name === undefined ? path.replace(/^dev\.env\[\d+\]$/, 'dev.env') : `env.${name}`
}

/** The same for keys of settings that are not even of the dialect's form. */
export function settingsPath(keys: readonly (string | number)[], settings: unknown): string {
  const [first, second, ...rest] = keys
  if (first === 'net' && second === 'network') return settingPath(['network', ...rest])
  if ((first !== 'env' && first !== 'secrets') || typeof second !== 'number') {
    return settingPath(keys)
  }
  const name = (settings as Record<string, [unknown][] | undefined>)[first]?.[second]?.[0]
  if (typeof name !== 'string') return settingPath(keys)
  return settingPath([`${first}.${name}`, ...rest.slice(1)])
}
