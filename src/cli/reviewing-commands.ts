import type { Command } from 'commander'
import type { Finish } from './authoring-commands.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import type { ProjectOptions } from './options.ts'
import { addOutOption, addProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/** The commands that say what a project's bottles mean. What they need is loaded when they run. */
export function addReviewingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  addOutOption(
    addProjectOptions(
      program
        .command('diff')
        .description('say what changed, and what it means for isolation')
        .argument('[path...]', 'two output trees or two Smolfiles: what was, and what is'),
    ),
  )
    .option('--base <ref>', 'compare the output tree with that of a git ref')
    .option('--markdown', 'print Markdown, for a comment on a pull request', false)
    .option('--html <file>', 'write a page of its own')
    .option('--sarif <file>', 'write the diagnostics and the widening findings as SARIF')
    .option('--fail-on <class>', 'exit 2 on findings that widen (widens), or on any (any)')
    .action(async (paths: readonly string[], options: DiffCommandOptions) => {
      const { runDiff } = await import('./diff-command.ts')
      finish(await runDiff(paths, options, terminal))
    })
  addProjectOptions(
    program
      .command('explain')
      .description("show a bottle's Smolfile with the place in the source of each line")
      .argument('<slug>', 'the bottle')
      .argument('[path]', 'one setting: env.HTTP_PROXY, network, net[0].socket'),
  ).action(async (slug: string, path: string | undefined, options: ProjectOptions) => {
    const { runExplain } = await import('./explain-command.ts')
    finish(await runExplain(slug, path, options, terminal))
  })
}
