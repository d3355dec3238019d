import { ProjectError } from '../synth.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** Says what a command has thrown, and gives the exit code of it. */
export function tellError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof ProjectError) {
    terminal.err(`error: ${error.message}`)
    return exitCode.usage
  }
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd') {
    terminal.err('error: the current folder no longer exists')
    return exitCode.usage
  }
  terminal.err(`BW900: this is a bug in bottleworks, not in your files; please report it`)
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return exitCode.bug
}
