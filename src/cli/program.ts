import { relative } from 'node:path'
import { Command } from 'commander'
import { escapeControls } from '../diagnostic/text.ts'
import { version } from '../files/package-files.ts'
import { findProject } from '../project/find-project.ts'
import { addCommands } from './commands.ts'
import type { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** Gives a command on a project the one that the current folder is in, where none is named. */
function findProjectOf(command: Command, terminal: Terminal): void {
  const isOfProject = command.options.some(({ long }) => long === '--project')
  if (!isOfProject || command.getOptionValue('project') !== undefined) return
  const here = process.cwd()
  const found = findProject(here)
  command.setOptionValue('project', relative(here, found) || '.')
  if (found !== here) terminal.err(`project: ${escapeControls(found)}`)
}

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
  program.hook('preAction', (_program, command) => findProjectOf(command, terminal))
  addCommands(program, terminal, finish)
  return program
}
