import type { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'
import type { ImportCommandOptions } from './import-command.ts'
import { addProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

export type Finish = (code: ExitCode) => void

/** The commands that write bottle files. What they need is loaded when they run. */
export function addAuthoringCommands(program: Command, terminal: Terminal, finish: Finish): void {
  addProjectOptions(
    program
      .command('import')
      .description('write bottle files from Smolfiles that are there already')
      .argument('<file...>', 'Smolfiles; - is the standard input'),
  )
    .option('--as <slug>', "the bottle's slug, for one Smolfile")
    .option('--into <dir>', 'where bottle files go, from the project (default: bottles)')
    .option('--dialect <name>', 'the dialect, instead of what the keys tell')
    .option('--force', 'overwrite bottle files that are there', false)
    .action(async (files: readonly string[], options: ImportCommandOptions) => {
      const { runImport } = await import('./import-command.ts')
      finish(await runImport(files, options, terminal))
    })
}
