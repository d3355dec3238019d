import { ProjectError } from '../synth.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import type { FailureDocument } from './json-documents.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Why a command has no result. */
export interface Failure extends Omit<FailureDocument, 'ok'> {
  readonly exit: ExitCode
  /** What is still to be said on the terminal. */
  readonly lines: readonly string[]
}

/** What has gone wrong when a command has thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return wrongUsage(error.message, error.advice)
  if (error instanceof ProjectError) return wrongUsage(error.message, [])
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd') {
    return wrongUsage('the current folder no longer exists', [])
  }
  const message = 'this is a bug in bottleworks, not in your files; please report it'
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { exit: exitCode.bug, message, advice: [text], lines: [`BW900: ${message}`, text] }
}

/**
 * Says why there is no result, and gives the exit code.
 *
 * @param isDocument Whether a document was asked for: who did reads nothing else.
 */
export async function tellFailure(
  { exit, message, advice, lines }: Failure,
  terminal: Terminal,
  isDocument: boolean,
): Promise<ExitCode> {
  for (const line of lines) terminal.err(line)
  if (isDocument) {
    const { jsonLine } = await import('./json.ts')
    terminal.out(jsonLine<FailureDocument>({ ok: false, exit, message, advice }))
  }
  return exit
}

function wrongUsage(message: string, advice: readonly string[]): Failure {
  const lines = [`error: ${message}`, ...advice.map((line) => `(${line})`)]
  return { exit: exitCode.usage, message, advice, lines }
}
