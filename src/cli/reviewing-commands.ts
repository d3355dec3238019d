import type { Command } from 'commander'
import type { Finish } from './authoring-commands.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import type { ExplainOptions } from './explain-command.ts'
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
      .description("show where each line of a bottle's Smolfile comes from, or what a code means")
      .argument('[slug]', 'the bottle, or the code of a diagnostic: BW012')
      .argument('[path]', 'one setting: env.HTTP_PROXY, network, net[0].socket'),
  )
    .option('--codes', 'list the codes of all diagnostics', false)
    .action(async (slug: string | undefined, path: string | undefined, options: ExplainOptions) => {
      const { runExplain } = await import('./explain-command.ts')
      finish(await runExplain(slug, path, options, terminal))
    })
}
