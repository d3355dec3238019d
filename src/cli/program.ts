import { join, sep } from 'node:path'
import type { Argument } from 'commander'
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
    .version(version(), '-V, --version', 'print the version')
    .exitOverride()
    .configureHelp({
      optionDescription: ({ description }) => description,
      // Whoever chooses a command does not ask for its options yet, and the line has 80 columns.
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(word)].join(' '),
      minWidthToWrap: 20,
    })
    .showHelpAfterError(`(${helpOf(undefined)})`)
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
  let isQuiet = false
  const unlessQuiet = (write: (text: string) => void) => (text: string) => {
    if (!isQuiet) write(text)
  }
  const shown: Terminal = {
    ...terminal,
    out: unlessQuiet(terminal.out),
    note: unlessQuiet(terminal.note),
    ...(terminal.status && { status: unlessQuiet(terminal.status) }),
  }
  program.hook('preAction', async (_program, command) => {
    const { quiet, json } = command.opts()
    isQuiet = quiet === true && json !== true
    await findProjectOf(command, shown)
  })
  addCommands(program, shown, finish)
  for (const command of program.commands) command.showHelpAfterError(`(${helpOf(command.name())})`)
  return program
}

/** Where the right usage of a command stands. */
export function helpOf(command: string | undefined): string {
  return command === undefined
    ? 'bottle --help lists the commands'
    : `bottle ${command} --help shows its usage`
}

function word(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}
