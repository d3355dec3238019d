/**
 * The commands that are given most, without the parser of command lines: the build bundles it into
 * one script with all that a project needs with which nothing is wrong.
 */
import { runCheck } from './check-command.ts'
import type { ExitCode } from './exit-code.ts'
import type { PlainCommand } from './plain-options.ts'
import { projectHere } from './project-here.ts'
import { runSynth } from './synth-command.ts'
import { failureOf, tellFailure } from './tell-error.ts'
import type { Terminal } from './terminal.ts'
import { processTerminal } from './terminal.ts'

/** Runs a plain command, and gives the exit code. */
export async function runPlain(command: PlainCommand): Promise<ExitCode> {
  let hasResult = false
  const shown = processTerminal()
  const terminal: Terminal = {
    ...shown,
    out: (text) => {
      hasResult = true
      shown.out(text)
    },
  }
  try {
    const project = command.options.project ?? projectHere(terminal)
    return command.name === 'synth'
      ? await runSynth({ ...command.options, project }, terminal)
      : await runCheck({ ...command.options, project }, terminal)
  } catch (error) {
    return tellFailure(failureOf(error), terminal, command.options.json && !hasResult)
  }
}
