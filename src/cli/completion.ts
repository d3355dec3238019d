/**
 * What can stand at the end of a command line. The scripts of shells ask the program itself, so that
 * they never know less than it does; nothing is evaluated for it.
 */
import type { Argument, Command, Option } from 'commander'
import { diagnosticCodes } from '../diagnostic/catalogue.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { defaultDialect } from '../dialects/default-dialect.ts'
import { dialectNames, dialectOf } from '../dialects/dialects.ts'
import { partNames } from '../dialects/parts.ts'
import { settingRows } from '../dialects/rows.ts'
import { checkSlug } from '../dialects/slug.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { isSingle } from '../evaluate/discover.ts'
import { readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { readTree } from '../output/tree.ts'
import { readConfiguration } from '../project/configuration.ts'
import { gates } from '../project/configuration-form.ts'
import { findProject } from '../project/find-project.ts'
import { projectPath } from '../project/project-path.ts'
import { listBottles } from '../project/select.ts'
import { listedStates } from './listed-states.ts'
import { shells } from './shells.ts'

export interface Completion {
  readonly word: string
  readonly about?: string
}

/** The words that `words` may end with; none where a shell is to complete the name of a file. */
export async function completionsOf(
  program: Command,
  words: readonly string[],
): Promise<readonly Completion[]> {
  const current = words.at(-1) ?? ''
  const all = await candidatesFor(program, words.slice(0, -1), current)
  return all.filter(({ word }) => word.startsWith(current))
}

async function candidatesFor(
  program: Command,
  [name, ...before]: readonly string[],
  current: string,
): Promise<readonly Completion[]> {
  const command = program.commands.find((each) => each.name() === name)
  if (name === undefined) {
    return current.startsWith('-') ? optionsOf(program) : program.commands.map(commandCompletion)
  }
  if (command === undefined) return name === 'help' ? program.commands.map(commandCompletion) : []
  const { pending, values, project, isOver } = readWords(command, before)
  const find = () => findBottles(project)
  if (pending !== undefined) return valuesOf(pending, find)
  if (current.startsWith('-') && !isOver) return optionsOf(command)
  const { registeredArguments: slots } = command
  const slot = slots[values.length] ?? slots.findLast(({ variadic }) => variadic)
  return slot === undefined ? [] : argumentsOf(command, slot, values, find)
}

function commandCompletion(command: Command): Completion {
  return { word: command.name(), about: command.description() }
}

function optionsOf({ options }: Command): readonly Completion[] {
  const help = { word: '--help', about: 'display help' }
  return [...options.map(({ long, description: about }) => ({ word: long ?? '', about })), help]
}

interface Read {
  /** The option whose value is to be completed. */
  readonly pending: Option | undefined
  /** The arguments before. */
  readonly values: readonly string[]
  readonly project: string | undefined
  /** Whether `--` stands before, so that nothing is an option. */
  readonly isOver: boolean
}

function readWords({ options }: Command, words: readonly string[]): Read {
  const values: string[] = []
  let pending: Option | undefined
  let project: string | undefined
  let isOver = false
  for (const word of words) {
    if (!isOver && word === '--') isOver = true
    else if (!isOver && word.startsWith('-')) {
      const [flag, value] = word.split('=', 2)
      const option = options.find(({ long, short }) => flag === long || flag === short)
      pending = option?.required && value === undefined ? option : undefined
      if (option?.long === '--project') project = value
    } else if (pending === undefined || isOver) values.push(word)
    else {
      if (pending.long === '--project') project = word
      if (!pending.variadic) pending = undefined
    }
  }
  return { pending: isOver ? undefined : pending, values, project, isOver }
}

type Find = () => Promise<Found>

async function valuesOf({ long }: Option, find: Find): Promise<readonly Completion[]> {
  switch (long) {
    case '--only':
    case '--from':
      return slugsOf((await find()).files)
    case '--state':
      return wordsOf(listedStates)
    case '--dialect':
      return wordsOf(dialectNames)
    case '--fail-on':
      return wordsOf(gates)
    case '--fail-on-part':
      return wordsOf(partNames)
    case '--expect':
      return wordsOf(['yes', 'no'])
    default:
      return []
  }
}

async function argumentsOf(
  command: Command,
  slot: Argument,
  values: readonly string[],
  find: Find,
): Promise<readonly Completion[]> {
  const takesBottle = ['slug', 'old', 'question'].includes(slot.name())
  if (slot.name() === 'shell') return wordsOf(shells)
  if (slot.name() === 'question' && values.length > 0) return []
  if (takesBottle && command.name() !== 'new') {
    const codes = command.name() === 'explain' ? wordsOf(diagnosticCodes) : []
    return [...slugsOf((await find()).files), ...codes]
  }
  if (slot.name() !== 'path' || command.name() === 'diff') return []
  const { folder, files } = await find()
  const own = files.find(({ slug }) => slug === values[0])
  return own === undefined ? [] : settingsOf(readIfThere(folder, own.file) ?? '')
}

/** The settings of a bottle's dialect, which its source tells well enough without being run. */
function settingsOf(source: string): readonly Completion[] {
  const named = dialectNames.find((name) => source.includes(`${dialectOf(name).starts}(`))
  return settingRows(dialectOf(named ?? defaultDialect).rows).map(({ path, row }) => {
    return { word: path, about: row.about }
  })
}

function wordsOf(words: readonly string[]): readonly Completion[] {
  return words.map((word) => ({ word }))
}

/** The slugs of bottle files; what is no slug may be anything, and a shell is not to see it. */
function slugsOf(files: readonly BottleFile[]): readonly Completion[] {
  const good = files.filter(({ slug }) => checkSlug(slug).length === 0)
  return good.map(({ slug, file }) => ({ word: slug, about: escapeControls(file) }))
}

interface Found {
  readonly folder: string
  readonly files: readonly BottleFile[]
}

async function findBottles(project: string | undefined): Promise<Found> {
  const folder = projectPath(project ?? findProject(process.cwd()))
  const { settings } = await readConfiguration(folder)
  const listed = listBottles(folder, settings.bottles)
  if ('code' in listed) return { folder, files: [] }
  const fleets = new Set(listed.filter((each) => !isSingle(each)).map(({ file }) => file))
  const members = fleets.size === 0 ? [] : membersIn(folder, settings.out, fleets)
  return { folder, files: [...listed.filter(isSingle), ...members] }
}

/** The bottles of fleets as the output tree has them, since no fleet is evaluated here. */
function membersIn(folder: string, out: string, fleets: ReadonlySet<string>) {
  try {
    return [...readTree(folder, out).folders].flatMap(([slug, { manifests }]) => {
      const found = manifests.find(({ source }) => fleets.has(source))
      return found === undefined ? [] : [{ slug, file: found.source }]
    })
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
