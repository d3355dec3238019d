import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Shard } from '../project/shards/shard.ts'
import { mostShards, parseShard } from '../project/shards/shard.ts'

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

/** What an argument of slugs takes. */
export const whichBottles = 'slugs, or patterns such as "team-*" (default: all bottles)'

/** Takes the bottles as arguments, of which `--only` is the older spelling. */
export function addSlugs(command: Command): Command {
  return command.argument('[slug...]', whichBottles)
}

export function addOnlyOption(command: Command): Command {
  return command.option('--only <slug...>', 'these bottles alone, by slug or pattern')
}

export function addCommonOptions(command: Command): Command {
  return addOnlyOption(addSlugs(addOutOption(addProjectOptions(command))))
    .option('--no-cache', 'evaluate every bottle, and keep nothing')
    .option('--no-types', 'do not check the types of bottle files')
    .option('--strict', 'let warnings fail like errors')
    .option('--no-strict', 'let them pass, whatever is configured')
}

/** The options with which a look is divided among machines. */
export function addShardOptions(command: Command): Command {
  return command
    .option('--shard <i/n>', 'look at the i-th of n parts of the bottles alone', shard)
    .option('--shard-dir <dir>', 'where a shard leaves what the last step compares', folder)
    .option(
      '--join <path...>',
      "be the last step: look at what is no shard's alone, by these folders",
    )
}

function shard(text: string): Shard {
  const parsed = parseShard(text)
  if (parsed === undefined) {
    throw new InvalidArgumentError(`It must be like 2/5, with at most ${mostShards} shards.`)
  }
  return parsed
}

/** An empty path would be the current folder, which nobody asks for like that. */
function folder(path: string): string {
  if (path === '') throw new InvalidArgumentError('It is empty.')
  return path
}
