import type {
  AuthOptions,
  ForkOptions,
  HealthOptions,
  RestartOptions,
  ServiceOptions,
} from './tables.ts'

/**
 * How the machine starts, stays up and ends. Each table's method can be called again: what both
 * calls set takes the later value, the rest stays.
 */
export interface LifecycleMethods<Self> {
  /**
   * Sets the command that says whether the workload is healthy, and how often it is asked.
   * Durations are `10s`, `5m`, `2h` or a number of seconds; smolvm ignores others, so they are
   * BW043. Without `exec` the table has no effect (BW065).
   *
   * @example
   * ```ts
   * export default machine('with-health').health({
   *   exec: ['wget', '-q', '-O', '-', 'http://127.0.0.1:8080/ready'],
   *   interval: '10s',
   *   startupGrace: 30,
   * })
   * ```
   * ```toml
   * [health]
   * exec = ["wget", "-q", "-O", "-", "http://127.0.0.1:8080/ready"]
   * interval = "10s"
   * startup_grace = "30s"
   * ```
   */
  health(options: HealthOptions): Self

  /**
   * Sets what happens when the workload ends. An unknown policy is BW042, a malformed `maxBackoff`
   * BW043.
   *
   * @example
   * ```ts
   * export default machine('with-restart').restart({ policy: 'on-failure', maxRetries: 5 })
   * ```
   * ```toml
   * [restart]
   * policy = "on-failure"
   * max_retries = 5
   * ```
   */
  restart(options: RestartOptions): Self

  /**
   * Stops the machine when the workload ends.
   *
   * @example
   * ```ts
   * export default machine('with-end').stopOnExit()
   * ```
   * ```toml
   * stop_on_exit = true
   * ```
   */
  stopOnExit(on?: boolean): Self

  /**
   * Sets the signal that asks the workload to end: a name such as `SIGINT` or a number from 1 to 64;
   * anything else is BW042. smolvm's default is SIGTERM.
   *
   * @example
   * ```ts
   * export default machine('with-signal').stopSignal('SIGINT')
   * ```
   * ```toml
   * stop_signal = "SIGINT"
   * ```
   */
  stopSignal(signal: string | number): Self

  /**
   * Sets how many seconds the workload has to end, at most 300 (BW041); smolvm's default is 10.
   *
   * @example
   * ```ts
   * export default machine('with-timeout').stopTimeout(60)
   * ```
   * ```toml
   * stop_timeout = 60
   * ```
   */
  stopTimeout(seconds: number): Self

  /**
   * Prepares the machine to be copied while it runs. `.branch()` writes the same table by the name
   * that newer versions of smolvm prefer; both at once is BW052. Contradictions are BW051.
   *
   * @example
   * ```ts
   * export default machine('with-fork').cuda().fork({ poolSize: 4, cudaVramLimitMib: gib(8) })
   * ```
   * ```toml
   * [fork]
   * pool_size = 4
   * cuda_vram_limit_mib = 8192
   * ```
   */
  fork(options: ForkOptions): Self

  /**
   * Prepares the machine to be copied while it runs, as `.fork()`, by the table's newer name.
   *
   * @example
   * ```ts
   * export default machine('with-branch').branch({ enabled: true })
   * ```
   * ```toml
   * [branch]
   * enabled = true
   * ```
   */
  branch(options: ForkOptions): Self

  /**
   * Forwards credentials of the host. The SSH agent together with egress to every host is warned
   * of (BW064): what runs in the guest could log in anywhere as you.
   *
   * @example
   * ```ts
   * export default machine('with-agent')
   *   .net(virtioNet({ allowHosts: ['git.example.com'] }))
   *   .auth({ sshAgent: true })
   * ```
   * ```toml
   * [auth]
   * ssh_agent = true
   * ```
   */
  auth(options: AuthOptions): Self

  /**
   * Says what the workload serves. smolvm parses it and reads it nowhere.
   *
   * @example
   * ```ts
   * export default machine('with-service').service({ port: 8080, protocol: 'http' })
   * ```
   * ```toml
   * [service]
   * port = 8080
   * protocol = "http"
   * ```
   */
  service(options: ServiceOptions): Self
}
