import type { Command } from 'commander'
import { quote } from '../diagnostic/text.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import type { Shell } from './shells.ts'
import { completionScripts, shells } from './shells.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Prints a shell's script, or for the script what `words` may end with. */
export async function runCompletion(
  shell: string,
  words: readonly string[],
  program: Command,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!isShell(shell)) {
    throw new UsageError(`unknown shell ${quote(shell)}`, `there are ${shells.join(', ')}`)
  }
  if (words.length === 0) {
    terminal.out(completionScripts[shell])
    return exitCode.clean
  }
  const { completionsOf } = await import('./completion.ts')
  for (const { word, about } of await completionsOf(program, words)) {
    terminal.out(about === undefined ? word : `${word}  ${about}`)
  }
  return exitCode.clean
}

function isShell(word: string): word is Shell {
  return shells.some((shell) => shell === word)
}
