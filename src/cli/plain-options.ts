import type { CheckCommandOptions } from './check-command.ts'
import type { SynthCommandOptions } from './synth-command.ts'

/** A command line of the kind that is given most, as the parser of command lines would read it. */
export type PlainCommand =
  | { readonly name: 'synth'; readonly options: Unplaced<SynthCommandOptions> }
  | { readonly name: 'check'; readonly options: Unplaced<CheckCommandOptions> }

/** The project may be left out: it is the one that the current folder is in. */
type Unplaced<Options> = Omit<Options, 'project'> & { readonly project?: string }

const flags: Readonly<Record<string, object>> = {
  '--json': { json: true },
  '--strict': { strict: true },
  '--no-strict': { strict: false },
  '--no-types': { types: false },
  '--no-cache': { cache: false },
}

const synthFlags: Readonly<Record<string, object>> = {
  '--keep-going': { keepGoing: true },
  '--force': { force: true },
  '--dry-run': { dryRun: true },
}

/**
 * Reads `synth` and `check` with the options that they are mostly given. To load the parser of command
 * lines takes longer than to read one bottle.
 *
 * @returns Nothing of any other command line, be it wrong or not: the parser has the word.
 */
export function plainCommand([name, ...words]: readonly string[]): PlainCommand | undefined {
  if (name !== 'synth' && name !== 'check') return undefined
  let options = { json: false, types: true, cache: true }
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    if (word === '--project') {
      const project = words[++index] ?? ''
      if (project === '' || project.startsWith('-')) return undefined
      options = { ...options, ...{ project } }
      continue
    }
    const known = name === 'synth' ? { ...flags, ...synthFlags } : flags
    if (!Object.hasOwn(known, word)) return undefined
    options = { ...options, ...known[word] }
  }
  return name === 'check'
    ? { name, options: { acceptNew: false, staged: false, ...options } }
    : { name, options: { keepGoing: false, force: false, dryRun: false, ...options } }
}
