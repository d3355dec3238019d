import { Command } from 'commander'
import { addCommands } from './commands.ts'
import type { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

/** The command line; `finish` is told how a command has ended. */
export function makeProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('bottle')
    .description('Turns TypeScript bottle definitions into Smolfiles.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .configureHelp({ optionDescription: ({ description }) => description })
    .showHelpAfterError('(bottle --help lists the commands)')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
  addCommands(program, terminal, finish)
  return program
}
