import { type Command, InvalidArgumentError, Option } from 'commander'
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

export function addFolderOption(command: Command): Command {
  const description = "the project's folder (default: the one that this is in)"
  return command.option('--project <dir>', description, folder)
}

export function addProjectOptions(command: Command): Command {
  return addFolderOption(command)
    .option('--json', 'print one JSON document to stdout', false)
    .option('-q, --quiet', 'print errors and warnings alone', false)
}

export function addOutOption(command: Command): Command {
  const description = 'the output tree, from the project (default: smolfiles)'
  return command.option('--out <dir>', description, folder)
}

/** The option of the commands that say what bottles can get at. */
export function addAssumeOption(command: Command): Command {
  const description = 'take for granted what no document says: that gvproxy is confined'
  return command.addOption(new Option('--assume <what>', description).choices(['confined']))
}

/** @param description What the base does. */
export function addBaseOptions(command: Command, description: string): Command {
  const which = 'the repository of the ref, where one lies in another'
  return command.option('--base <ref>', description).option('--repository <dir>', which, folder)
}

/** What is wrong with a repository that nothing is looked up in. */
export const repositoryAlone = '--repository says where --base is, so it needs one'

/** What an argument of slugs takes. */
export const whichBottles = 'slugs, or patterns such as "team-*" (default: all bottles)'

/** Takes the bottles as arguments, of which `--only` is the older spelling. */
export function addSlugs(command: Command): Command {
  return command.argument('[slug...]', whichBottles)
}

export function addOnlyOption(command: Command): Command {
  return command.option('--only <slug...>', 'these bottles alone, by slug or pattern')
}

/** The options with the slugs that are arguments among those of `--only`. */
export function withSlugs<Options extends { readonly only?: readonly string[] }>(
  slugs: readonly string[],
  options: Options,
): Options {
  return slugs.length === 0 ? options : { ...options, only: [...slugs, ...(options.only ?? [])] }
}

export function addCommonOptions(command: Command): Command {
  return addOnlyOption(addSlugs(addOutOption(addProjectOptions(command))))
    .option('--no-cache', 'evaluate every bottle, and keep nothing')
    .option('--no-types', 'do not check the types of bottle files')
    .option('--strict', 'let warnings fail like errors')
    .option('--no-strict', 'let them pass, whatever is configured')
}

/** An empty path would be the current folder, which nobody asks for like that. */
function folder(path: string): string {
  if (path === '') throw new InvalidArgumentError('It is empty.')
  return path
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
