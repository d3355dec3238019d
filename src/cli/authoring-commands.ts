import type { Command } from 'commander'
import { defaultDialect } from '../dialects/default-dialect.ts'
import { addOutOption, addProjectOptions } from './add-options.ts'
import type { ExitCode } from './exit-code.ts'
import type { ImportCommandOptions } from './import-command.ts'
import type { InitCommandOptions } from './init-command.ts'
import type { NewCommandOptions } from './new-command.ts'
import type { ProjectOptions } from './options.ts'
import type { RenameCommandOptions } from './rename-command.ts'
import type { RmCommandOptions } from './rm-command.ts'
import { shells } from './shells.ts'
import type { Terminal } from './terminal.ts'

/** The commands that change a source, and what is beside the flow. */
export function addAuthoringCommands(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  addProjectOptions(
    program
      .command('import')
      .description('write bottle files from Smolfiles that are there already')
      .argument('<file...>', 'Smolfiles, and folders of them; - is the standard input'),
  )
    .option('--as <slug>', "the bottle's slug, for one Smolfile")
    .option('--into <dir>', 'where bottle files go, from the project (default: bottles)')
    .option('--dialect <name>', 'the dialect, instead of what the keys tell')
    .option('--force', 'overwrite bottle files that are there', false)
    .option('--all-or-none', 'write nothing unless all Smolfiles can be imported', false)
    .action(async (files: readonly string[], options: ImportCommandOptions) => {
      const { runImport } = await import('./import-command.ts')
      finish(await runImport(files, options, terminal))
    })

  addProjectOptions(
    program
      .command('new')
      .description('write a new bottle file, which synth accepts as it is')
      .argument('<slug>', "the new bottle's slug"),
  )
    .option('--from <slug>', 'start from this bottle, with its own slug in its place')
    .option('--dialect <name>', `the dialect (default: ${defaultDialect})`)
    .action(async (slug: string, options: NewCommandOptions) => {
      const { runNew } = await import('./new-command.ts')
      finish(await runNew(slug, options, terminal))
    })

  addProjectOptions(
    program.command('init').description('write what a project lacks, never over what is there'),
  )
    .option('--github', 'with what GitHub reads, such as the review of pull requests (default)')
    .option('--no-github', 'without it')
    .action(async (options: InitCommandOptions) => {
      const { runInit } = await import('./init-command.ts')
      finish(await runInit(options, terminal))
    })

  addOutOption(
    addProjectOptions(
      program
        .command('rename')
        .description('give a bottle another slug: in its file, its source and the output tree')
        .argument('<old>', 'the slug that it has')
        .argument('<new>', 'the slug that it is to have'),
    ),
  )
    .option('--yes', 'change every string that is made of the slug, without asking', false)
    .action(async (from: string, to: string, options: RenameCommandOptions) => {
      const { runRename } = await import('./rename-command.ts')
      finish(await runRename(from, to, options, terminal))
    })

  addOutOption(
    addProjectOptions(
      program
        .command('rm')
        .description('remove a bottle: its file, and its Smolfile from the output tree')
        .argument('<slug>', 'the bottle'),
    ),
  )
    .option('--force', 'remove a Smolfile that was edited by hand as well', false)
    .action(async (slug: string, options: RmCommandOptions) => {
      const { runRm } = await import('./rm-command.ts')
      finish(await runRm(slug, options, terminal))
    })

  addProjectOptions(
    program
      .command('set')
      .description("change one setting in a bottle's source")
      .argument('<slug>', 'the bottle')
      .argument('<path>', 'the setting, by the key of the Smolfile: env.DEBUG, memory, net')
      .argument('<value...>', 'the value; words of a list, or one JSON list'),
  ).action(async (slug: string, path: string, words: string[], options: ProjectOptions) => {
    const { runSet } = await import('./set-command.ts')
    finish(await runSet(slug, path, words, options, terminal))
  })

  addProjectOptions(
    program
      .command('unset')
      .description("take one setting out of a bottle's source")
      .argument('<slug>', 'the bottle')
      .argument('<path>', 'the setting, by the key of the Smolfile'),
  ).action(async (slug: string, path: string, options: ProjectOptions) => {
    const { runSet } = await import('./set-command.ts')
    finish(await runSet(slug, path, undefined, options, terminal))
  })

  program
    .command('completion')
    .description('print the script that completes this command line in a shell')
    .argument('<shell>', shells.join(', '))
    .argument('[word...]', 'what is typed; then what it may end with is printed')
    .action(async (shell: string, words: readonly string[]) => {
      const { runCompletion } = await import('./completion-command.ts')
      finish(await runCompletion(shell, words, program, terminal))
    })
}
