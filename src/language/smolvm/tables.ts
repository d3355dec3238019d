import type { Environment } from '../environment.ts'
import type { Duration, Port, Volume } from './values.ts'

/** Settings of `smol up` alone, which a packed artifact does not have. */
export interface DevOptions {
  readonly volumes?: readonly Volume[]
  readonly env?: Environment | readonly string[]
  /** Shell commands. */
  readonly init?: readonly string[]
  readonly workdir?: string
  readonly user?: string
  readonly ports?: readonly Port[]
}

/** Settings of the packed artifact, instead of the machine's. */
export interface ArtifactOptions {
  readonly cpus?: number
  /** MiB. */
  readonly memory?: number
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  /** For instance `linux/amd64`. */
  readonly ociPlatform?: string
}

/** How copies of the running machine are made. */
export interface ForkOptions {
  readonly enabled?: boolean
  /** At least 1, with `cuda` or `autoGraph` only (BW051). */
  readonly poolSize?: number
  /** MiB; needs `poolSize` (BW051). */
  readonly cudaVramLimitMib?: number
}

/** When the machine counts as healthy. */
export interface HealthOptions {
  readonly exec?: readonly string[]
  readonly interval?: Duration
  readonly timeout?: Duration
  readonly retries?: number
  readonly startupGrace?: Duration
}

/** What happens when the workload ends. */
export interface RestartOptions {
  readonly policy?: 'never' | 'always' | 'on-failure' | 'unless-stopped'
  readonly maxRetries?: number
  readonly maxBackoff?: Duration
}

/** Which of the host's credentials are forwarded. */
export interface AuthOptions {
  readonly sshAgent?: boolean
}

/** What the workload serves, for tools that deploy it; smolvm itself does not read it. */
export interface ServiceOptions {
  readonly port?: number
  readonly protocol?: 'http' | 'tcp'
  /** Another name of `port`; both at once is BW052. */
  readonly listen?: number
}
