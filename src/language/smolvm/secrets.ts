/** The place that a secret's value is read from when the machine starts. */
export type SecretReference =
  | { readonly from_env: string }
  | { readonly from_file: string }
  | { readonly from_keychain: string }

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
