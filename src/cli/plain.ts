/**
 * The commands that are given most, without the parser of command lines: the build bundles it into
 * one file with all that a project needs with which nothing is wrong.
 */
import { runCheck } from './check-command.ts'
import type { ExitCode } from './exit-code.ts'
import type { PlainCommand } from './plain-options.ts'
import { projectHere } from './project-here.ts'
import { runSynth } from './synth-command.ts'
import { tellError } from './tell-error.ts'
import { processTerminal } from './terminal.ts'

/** Runs a plain command, and gives the exit code. */
export async function runPlain(command: PlainCommand): Promise<ExitCode> {
  const terminal = processTerminal()
  try {
    const project = command.options.project ?? projectHere(terminal)
    return command.name === 'synth'
      ? await runSynth({ ...command.options, project }, terminal)
      : await runCheck({ ...command.options, project }, terminal)
  } catch (error) {
    return tellError(error, terminal)
  }
}
