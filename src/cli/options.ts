import type { SynthOptions } from '../synth.ts'

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
