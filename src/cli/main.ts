#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { CommanderError } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { makeProgram } from './program.ts'
import type { Terminal } from './terminal.ts'
import { processTerminal } from './terminal.ts'

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
