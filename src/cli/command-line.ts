import { type Command, CommanderError } from 'commander'
import { escapeControls } from '../diagnostic/text.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import type { FailureDocument } from './json-documents.ts'
import { helpOf, makeProgram } from './program.ts'
import { setAdvice } from './set-advice.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Runs the command line `argv`, without the program's own name, and gives the exit code. */
export async function runCommandLine(
  argv: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = exitCode.clean
  let hasResult = false
  const heard: Terminal = {
    ...terminal,
    out: (text) => {
      hasResult = true
      terminal.out(text)
    },
  }
  const program = makeProgram(heard, (result) => {
    code = result
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    const failure = await failureOf(error, program)
    if (failure === undefined) return exitCode.clean
    for (const line of failure.lines) terminal.err(line)
    const { exit, message, advice } = failure
    // Who asked for a document reads nothing else; after half of a result there is none.
    if (wantsJson(argv) && !hasResult) {
      const { jsonLine } = await import('./json.ts')
      terminal.out(jsonLine<FailureDocument>({ ok: false, exit, message, advice }))
    }
    return failure.exit
  }
}

interface Failure extends Omit<FailureDocument, 'ok'> {
  readonly exit: ExitCode
  /** What is still to be said on the terminal. */
  readonly lines: readonly string[]
}

/** What has gone wrong; nothing when help or a version was asked for. */
async function failureOf(error: unknown, program: Command): Promise<Failure | undefined> {
  const command = program.commands.find((each) => each.name() === program.args[0])
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined
    const [first = '', ...rest] = error.message.split('\n')
    const message = error.code === 'commander.help' ? 'no command' : first.replace(/^error: /, '')
    const known = [...rest, helpOf(command?.name())].map((line) => line.replace(/^\((.*)\)$/, '$1'))
    const more = command?.name() === 'set' ? setAdvice(command.args) : []
    return {
      exit: exitCode.usage,
      message,
      advice: [...known, ...more],
      // The rest has been said.
      lines: more.map((line) => `(${escapeControls(line)})`),
    }
  }
  if (error instanceof UsageError) return wrongUsage(error.message, error.advice)
  const { ProjectError } = await import('../synth.ts')
  if (error instanceof ProjectError) return wrongUsage(error.message, [])
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd') {
    return wrongUsage('the current folder no longer exists', [])
  }
  const message = 'this is a bug in bottleworks, not in your files; please report it'
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { exit: exitCode.bug, message, advice: [text], lines: [`BW900: ${message}`, text] }
}

function wrongUsage(message: string, advice: readonly string[]): Failure {
  const lines = [`error: ${message}`, ...advice.map((line) => `(${line})`)]
  return { exit: exitCode.usage, message, advice, lines }
}

/** Whether `argv` asks for a document, which may be so wrong that nothing has read its options. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? undefined : end).includes('--json')
}
