import type { Environment } from '../environment.ts'
import type { SecretReference } from './secrets.ts'

/** What runs in the machine, as whom and with which variables. */
export interface ProcessMethods<Self> {
  /**
   * Sets the image: an OCI reference, the path of an archive that `docker save` wrote, or the path
   * of a root file system. Without it the machine is a bare Alpine.
   *
   * Empty, with spaces or `file://` is BW054; a registry's image without any network is BW055,
   * since the machine could not fetch it.
   *
   * @example
   * ```ts
   * export default machine('with-image').image('python:3.12-alpine').net(virtioNet())
   * ```
   * ```toml
   * image = "python:3.12-alpine"
   * ```
   */
  image(reference: string): Self

  /**
   * Replaces the image's entrypoint: the program and its fixed arguments. An empty first argument
   * is BW004.
   *
   * @example
   * ```ts
   * export default machine('with-entrypoint').entrypoint('sh', '-c')
   * ```
   * ```toml
   * entrypoint = ["sh", "-c"]
   * ```
   */
  entrypoint(...argv: readonly [program: string, ...args: string[]]): Self

  /**
   * Replaces the image's command: the arguments behind the entrypoint.
   *
   * @example
   * ```ts
   * export default machine('with-cmd').cmd('sleep', 'infinity')
   * ```
   * ```toml
   * cmd = ["sleep", "infinity"]
   * ```
   */
  cmd(...argv: readonly [first: string, ...rest: string[]]): Self

  /**
   * Sets environment variables, by name or as upstream's `NAME=value`; a later call wins over an
   * earlier one. The Smolfile lists them sorted, one a line.
   *
   * A malformed name is BW006 and an entry without `=` BW040: smolvm drops both without a word. A
   * literal secret is BW059, or BW033 when only its name looks like one: use `.secret()`.
   *
   * @example
   * ```ts
   * export default machine('with-variables').env({ TERM: 'dumb', CI: true }).env(['LANG=C'])
   * ```
   * ```toml
   * env = [
   *   "CI=true",
   *   "LANG=C",
   *   "TERM=dumb",
   * ]
   * ```
   */
  env(variables: Environment | readonly string[]): Self

  /**
   * Removes environment variables that an earlier call set, for instance in a preset.
   *
   * @example
   * ```ts
   * export default machine('with-removal').env({ TERM: 'dumb', DEBUG: 1 }).unset('DEBUG')
   * ```
   * ```toml
   * env = [
   *   "TERM=dumb",
   * ]
   * ```
   */
  unset(...names: readonly string[]): Self

  /**
   * Gives the workload a secret under the variable `name`. Only the reference is written; the value
   * is read on the host when the machine starts. A malformed name or reference is BW053.
   *
   * @example
   * ```ts
   * export default machine('with-secret')
   *   .secret('DB_PASSWORD', hostEnv('PGPASSWORD'))
   *   .secret('TLS_KEY', hostFile('/run/secrets/tls.key'))
   * ```
   * ```toml
   * [secrets]
   * DB_PASSWORD = { from_env = "PGPASSWORD" }
   * TLS_KEY = { from_file = "/run/secrets/tls.key" }
   * ```
   */
  secret(name: string, reference: SecretReference): Self

  /**
   * Sets the folder, in the guest, that the workload starts in; absolute, or BW054.
   *
   * @example
   * ```ts
   * export default machine('with-workdir').workdir('/srv/app')
   * ```
   * ```toml
   * workdir = "/srv/app"
   * ```
   */
  workdir(path: string): Self

  /**
   * Sets the user that the workload runs as: a name or `uid[:gid]`. Malformed is BW054.
   *
   * @example
   * ```ts
   * export default machine('with-user').user('1000:1000')
   * ```
   * ```toml
   * user = "1000:1000"
   * ```
   */
  user(name: string): Self

  /**
   * Adds shell commands that run on the machine's first start. Upstream prefers them in
   * `.dev({ init })` when a packed artifact does not need them.
   *
   * @example
   * ```ts
   * export default machine('with-init').init('apk add --no-cache git')
   * ```
   * ```toml
   * init = ["apk add --no-cache git"]
   * ```
   */
  init(...commands: readonly string[]): Self
}
