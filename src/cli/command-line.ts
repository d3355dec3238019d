import { CommanderError } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { makeProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** Runs the command line `argv`, without the program's own name, and gives the exit code. */
export async function runCommandLine(
  argv: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
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
    const { tellError } = await import('./tell-error.ts')
    return tellError(error, terminal)
  }
}
