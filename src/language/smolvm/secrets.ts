import type { Environment, EnvironmentEntry } from '../environment.ts'
import type { RawVariable } from './values.ts'

/** The entries of `variables`; of upstream's strings, one without `=` has the value null. */
export function rawVariables(variables: Environment | readonly string[]): readonly RawVariable[] {
  if (!isStrings(variables)) return Object.entries(variables)
  return variables.map((text) => {
    const end = text.indexOf('=')
    return end === -1 ? [text, null] : [text.slice(0, end), text.slice(end + 1)]
  })
}

/** `entries` with `added`; a name that is there already takes the new value. */
export function mergeEntries<Entry extends RawVariable | EnvironmentEntry | SecretEntry>(
  entries: readonly Entry[],
  added: readonly Entry[],
): readonly Entry[] {
  const names = new Set(added.map(([name]) => name))
  return [...entries.filter(([name]) => !names.has(name)), ...added]
}

/** Where a secret's value is read when the machine starts. */
export type SecretReference =
  | { readonly from_env: string }
  | { readonly from_file: string }
  | { readonly from_keychain: string }

export type SecretEntry = readonly [name: string, reference: SecretReference]

/**
 * A reference to a variable of the host's environment: what `.secret()` takes. The value is read
 * on the host when the machine starts, and stands in no file.
 *
 * @param name The variable's name on the host; malformed is BW053.
 *
 * @example
 * ```ts
 * export default machine('secret-from-env').secret('DB_PASSWORD', hostEnv('PGPASSWORD'))
 * ```
 * ```toml
 * [secrets]
 * DB_PASSWORD = { from_env = "PGPASSWORD" }
 * ```
 */
export function hostEnv(name: string): SecretReference {
  return Object.freeze({ from_env: name })
}

/**
 * A reference to a file of the host: what `.secret()` takes.
 *
 * @param path An absolute path on the host; anything else is BW053.
 *
 * @example
 * ```ts
 * export default machine('secret-from-file').secret('TLS_KEY', hostFile('/run/secrets/tls.key'))
 * ```
 * ```toml
 * [secrets]
 * TLS_KEY = { from_file = "/run/secrets/tls.key" }
 * ```
 */
export function hostFile(path: string): SecretReference {
  return Object.freeze({ from_file: path })
}

/**
 * A reference to an entry of the host's keychain: what `.secret()` takes.
 *
 * @param entry `SERVICE` or `SERVICE/ACCOUNT`; empty is BW053.
 *
 * @example
 * ```ts
 * export default machine('secret-from-keychain').secret('API_TOKEN', hostKeychain('ci/deploy'))
 * ```
 * ```toml
 * [secrets]
 * API_TOKEN = { from_keychain = "ci/deploy" }
 * ```
 */
export function hostKeychain(entry: string): SecretReference {
  return Object.freeze({ from_keychain: entry })
}

function isStrings(variables: Environment | readonly string[]): variables is readonly string[] {
  return Array.isArray(variables)
}
