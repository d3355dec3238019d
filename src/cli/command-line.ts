import { type Command, CommanderError } from 'commander'
import { escapeControls } from '../diagnostic/text.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { helpOf, makeProgram } from './program.ts'
import { setAdvice } from './set-advice.ts'
import type { Failure } from './tell-error.ts'
import type { Terminal } from './terminal.ts'

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
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.clean
    const { failureOf, tellFailure } = await import('./tell-error.ts')
    const failure =
      error instanceof CommanderError ? parserFailure(error, program) : failureOf(error)
    // After half of a result there is no document.
    return tellFailure(failure, terminal, wantsJson(argv) && !hasResult)
  }
}

/** What the parser of command lines found wrong, and has told already but for our advice. */
function parserFailure({ code, message: text }: CommanderError, program: Command): Failure {
  const command = program.commands.find((each) => each.name() === program.args[0])
  const [first = '', ...rest] = text.split('\n')
  const message = code === 'commander.help' ? 'no command' : first.replace(/^error: /, '')
  const known = [...rest, helpOf(command?.name())].map((line) => line.replace(/^\((.*)\)$/, '$1'))
  const more = command?.name() === 'set' ? setAdvice(command.args) : []
  return {
    exit: exitCode.usage,
    message,
    advice: [...known, ...more],
    lines: more.map((line) => `(${escapeControls(line)})`),
  }
}

/** Whether `argv` asks for a document, which may be so wrong that nothing has read its options. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? undefined : end).includes('--json')
}
