import { isDirectOff } from '../evaluate/direct/is-off.ts'
import { runCommandLine } from './command-line.ts'
import type { ExitCode } from './exit-code.ts'
import { processTerminal } from './terminal.ts'

/** The commands that evaluate the bottles of a project, unless they are known. */
const evaluating = ['synth', 'check', 'list', 'watch']

/**
 * Runs a command line that is not plain, by the parser of command lines, and gives the exit code.
 *
 * @param project The folder that the command is about, if there is one.
 */
export async function runAnyCommand(
  argv: readonly string[],
  project: string | undefined,
): Promise<ExitCode> {
  if (project !== undefined && isDirectOff() && (await needsSandbox(argv, project))) {
    const { prepareThread } = await import('../evaluate/sandbox/thread.ts')
    prepareThread()
  }
  return runCommandLine(argv, processTerminal())
}

/**
 * Whether the sandbox is as good as sure to be needed, by a look that takes no time. It starts
 * later when this says no, and is not waited for when this is wrong.
 */
async function needsSandbox(
  [command = '', ...options]: readonly string[],
  project: string,
): Promise<boolean> {
  if (!evaluating.includes(command) || options.includes('--help') || options.includes('-h'))
    return false
  const { hasCache } = await import('../evaluate/cache/cache-folder.ts')
  return options.includes('--no-cache') || !hasCache(project)
}
