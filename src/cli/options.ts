import type { Shard } from '../project/shards/shard.ts'
import type { SynthOptions } from '../synth.ts'
import { UsageError } from './usage-error.ts'

/** The options that every command on a project takes. */
export interface ProjectOptions {
  readonly project: string
  readonly json: boolean
}

/** The options that every command on bottles takes. */
export interface CommonOptions extends ProjectOptions {
  readonly out?: string
  readonly only?: readonly string[]
  /** As configured when it is absent. */
  readonly strict?: boolean
  readonly types: boolean
  readonly cache: boolean
}

/** The options of the commands that can be divided among machines. */
export interface ShardedOptions {
  readonly shard?: Shard
  readonly shardDir?: string
  readonly join?: readonly string[]
}

/** The part of the project that a command is about: all, a shard, or what is no shard's alone. */
export function shardOptions(
  { shard, shardDir: folder, join }: ShardedOptions,
  only: readonly string[] | undefined,
): Pick<SynthOptions, 'shard' | 'join'> {
  if (shard === undefined && folder !== undefined)
    throw new UsageError('--shard-dir is about --shard, so it needs one')
  const [option] = [shard && '--shard', join && '--join'].filter((each) => each !== undefined)
  if (option !== undefined && only !== undefined)
    throw new UsageError(`${option} is about all bottles, so it takes no slugs`)
  if (shard !== undefined && join !== undefined)
    throw new UsageError('--join is the step after all shards, so it takes no --shard')
  if (join !== undefined) return { join }
  if (shard === undefined) return {}
  if (folder === undefined) {
    const advice = '--shard-dir DIR names where it leaves what --join DIR compares'
    throw new UsageError('--shard needs --shard-dir', advice)
  }
  return { shard: { ...shard, folder } }
}

/** What is wrong with a repository that nothing is looked up in. */
export const repositoryAlone = '--repository says where --base is, so it needs one'

/** The options with the slugs that are arguments among those of `--only`. */
export function withSlugs<Options extends { readonly only?: readonly string[] }>(
  slugs: readonly string[],
  options: Options,
): Options {
  return slugs.length === 0 ? options : { ...options, only: [...slugs, ...(options.only ?? [])] }
}

export function synthOptions({
  project,
  out,
  only,
  strict,
  types,
  cache,
}: CommonOptions): SynthOptions {
  return {
    project,
    types,
    ...(strict === undefined ? {} : { strict }),
    ...(cache ? {} : { cache }),
    ...(out === undefined ? {} : { out }),
    ...(only === undefined ? {} : { only }),
  }
}
