import { Command } from 'commander'
import type { Finish } from './authoring-commands.ts'
import { addAuthoringCommands } from './authoring-commands.ts'
import type { CommonOptions } from './options.ts'
import { addCommonOptions, addOutOption, addProjectOptions } from './options.ts'
import { addReviewingCommands } from './reviewing-commands.ts'
import type { SynthCommandOptions } from './synth-command.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'
import type { VetOptions } from './vet-command.ts'
import type { WatchCommandOptions } from './watch-command.ts'

/** The command line; `finish` is told how a command has ended. */
export function makeProgram(terminal: Terminal, finish: Finish): Command {
  const program = new Command('bottle')
    .description('Turns TypeScript bottle definitions into Smolfiles.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .configureHelp({ optionDescription: ({ description }) => description })
    .showHelpAfterError('(bottle --help lists the commands)')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
  addCommonOptions(program.command('synth').description('make the output tree match the source'))
    .option('--keep-going', 'write the good bottles when some are bad', false)
    .option('--force', 'overwrite and remove Smolfiles that were edited by hand', false)
    .action(async (options: SynthCommandOptions) => {
      const { runSynth } = await import('./synth-command.ts')
      finish(await runSynth(options, terminal))
    })
  addCommonOptions(
    program.command('check').description('say whether the output tree matches the source'),
  ).action(async (options: CommonOptions) => {
    const { runCheck } = await import('./check-command.ts')
    finish(await runCheck(options, terminal))
  })
  addCommonOptions(
    program.command('list').description('list the bottles with their dialect, source and state'),
  ).action(async (options: CommonOptions) => {
    const { runList } = await import('./list-command.ts')
    finish(await runList(options, terminal))
  })
  program
    .command('vet')
    .description('check Smolfiles of any origin, with line and column')
    .argument('<file...>', 'Smolfiles; - is the standard input')
    .option('--dialect <name>', 'the dialect, instead of what the keys tell')
    .option('--strict', 'let warnings fail like errors', false)
    .option('--json', 'print one JSON document to stdout', false)
    .action(async (files: readonly string[], options: VetOptions) => {
      const { runVet } = await import('./vet-command.ts')
      finish(await runVet(files, options, terminal))
    })
  addOutOption(
    addProjectOptions(
      program.command('watch').description('synthesize whenever a source changes, until Ctrl-C'),
    ),
  )
    .option('--strict', 'let warnings fail like errors', false)
    .option('--no-types', 'do not check the types of bottle files')
    .option('--no-cache', 'evaluate every bottle, and keep nothing')
    .action(async (options: WatchCommandOptions) => {
      const { runWatch } = await import('./watch-command.ts')
      finish(await runWatch(options, terminal))
    })
  addReviewingCommands(program, terminal, finish)
  addAuthoringCommands(program, terminal, finish)
  return program
}
