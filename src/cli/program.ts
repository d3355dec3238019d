import { join, sep } from 'node:path'
import { Command } from 'commander'
import { version } from '../files/package-files.ts'
import { readConfiguration } from '../project/configuration.ts'
import { findProject } from '../project/find-project.ts'
import { addCommands } from './commands.ts'
import type { ExitCode } from './exit-code.ts'
import { placed } from './project-here.ts'
import type { Terminal } from './terminal.ts'

/** Gives a command on a project the one that the current folder is in, where none is named. */
async function findProjectOf(command: Command, terminal: Terminal): Promise<void> {
  const isOfProject = command.options.some(({ long }) => long === '--project')
  if (!isOfProject || command.getOptionValue('project') !== undefined) return
  const here = process.cwd()
  const found = command.name() === 'init' ? await placeToBegin(here) : findProject(here)
  command.setOptionValue('project', placed(here, found, terminal))
}

/** Returns the folder that `init` works on: this one, unless it is among a project's bottles. */
async function placeToBegin(here: string): Promise<string> {
  const project = findProject(here)
  const { settings } = await readConfiguration(project)
  const bottles = join(project, settings.bottles)
  return here === bottles || here.startsWith(bottles + sep) ? project : here
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
