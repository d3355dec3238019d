#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Command, CommanderError } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import type { CommonOptions } from './options.ts'
import { addCommonOptions } from './options.ts'
import type { SynthCommandOptions } from './synth-command.ts'
import type { Terminal } from './terminal.ts'
import { processTerminal } from './terminal.ts'
import type { VetOptions } from './vet-command.ts'

/** Runs the command line `argv`, without the program's own name, and gives the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: ExitCode = exitCode.clean
  const program = makeProgram(terminal, (result) => {
    code = result
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.clean : exitCode.usage
    }
    const { ProjectError } = await import('../synth.ts')
    if (error instanceof ProjectError) {
      terminal.err(`error: ${error.message}`)
      return exitCode.usage
    }
    terminal.err(`BW900: this is a bug in bottleworks, not in your files; please report it`)
    terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return exitCode.bug
  }
}

function makeProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
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
  return program
}

function version(): string {
  const url = new URL('../../package.json', import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')).version
}

function isProgram(): boolean {
  const [, script] = process.argv
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)
}

/** Runs the process's own command line, or `command` with its arguments, and sets the exit code. */
export async function run(...command: readonly string[]): Promise<void> {
  // Optimizing the sandbox's engine costs more time than a run of synth can win back. The flag is
  // the whole process's, so only the program sets it, and not the library.
  setFlagsFromString('--liftoff-only')
  const code = await main([...command, ...process.argv.slice(2)], processTerminal())
  process.exitCode ??= code // the terminal has set it when a result could not be written
}

if (isProgram()) await run()
