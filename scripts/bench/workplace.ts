import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bottleFile, bottleworksProject, writeFiles } from './project.ts'
import type { Command, Program, State, Subject } from './subject.ts'
import { expectedText, slugs as slugsOf } from './task.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const tool = join(root, 'dist/cli/main.js')

/**
 * Everything is removed at the end alone: ext4 does not use an inode again within seconds of its
 * removal, and looks at all of them whenever a file is created, which took longer than any program.
 */
const room = mkdtempSync(join(tmpdir(), 'bottleworks-bench-'))
process.on('exit', () => rmSync(room, { recursive: true }))

/** A new temporary folder. */
export function makeFolder(): string {
  return mkdtempSync(join(room, 'project-'))
}

/** Puts a file or folder out of the way. */
export function putAside(path: string): void {
  if (existsSync(path)) renameSync(path, join(mkdtempSync(join(room, 'aside-')), 'it'))
}

/** Makes the tool as it is packed, unless it is made of the same already. */
export function buildTool(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 2] })
}

/** A project of bottleworks that is synthesized by the tool as built. */
export class BenchProject {
  readonly folder = makeFolder()
  readonly #slugs: readonly string[]
  readonly #caches = join(this.folder, '..', `${this.folder.slice(-6)}-user/cache`)
  /** The folders of a user who has this project alone. */
  readonly environment = {
    XDG_CACHE_HOME: this.#caches,
    XDG_DATA_HOME: join(this.#caches, '../data'),
  }

  /** @param size How many bottles it has. */
  constructor(size: number) {
    this.#slugs = slugsOf(size)
    writeFiles(this.folder, bottleworksProject(this.#slugs))
    mkdirSync(join(this.folder, 'node_modules'))
  }

  synth(...flags: readonly string[]): Command {
    return [process.execPath, tool, 'synth', '--project', this.folder, ...flags]
  }

  watch(): Command {
    return [process.execPath, tool, 'watch', '--json', '--project', this.folder]
  }

  /** As if it had never been synthesized, by a tool that has been run before. */
  readonly forget = (): void => {
    putAside(join(this.folder, 'smolfiles'))
    putAside(join(this.folder, 'node_modules/.cache'))
    const kept = join(this.#caches, 'bottleworks-nodejs')
    const names = existsSync(kept) ? readdirSync(kept) : []
    for (const name of names) if (name !== 'compiled') putAside(join(kept, name))
  }

  /** As if neither had been there. */
  readonly forgetAll = (): void => {
    this.forget()
    putAside(this.#caches)
  }

  /** Throws unless all Smolfiles are there, with the text that every program writes. */
  verify(state: State): void {
    verifyTexts(join(this.folder, 'smolfiles'), this.#slugs, state)
  }

  /** Changes one bottle, to what it has not been before. */
  readonly edit = (run: number): void => {
    const [first = ''] = this.#slugs
    writeFiles(this.folder, Object.fromEntries([bottleFile(first, 100_000 + run)]))
  }
}

const preparations = {
  cold: (project: BenchProject) => project.forget,
  'nothing changed': () => () => {},
  'one changed': (project: BenchProject) => project.edit,
} satisfies Record<State, (project: BenchProject) => Subject['prepare']>

/** bottleworks in a state, in a project of its own. */
export function bottleworks(
  program: string,
  size: number,
  state: State,
  flags: readonly string[],
): Subject {
  const project = new BenchProject(size)
  const { environment } = project
  const prepare = preparations[state](project)
  const verify = () => project.verify(state)
  return { program, state, command: project.synth(...flags), environment, prepare, verify }
}

/** bottleworks when it has never been run before, which no other state is. */
export function firstEver(program: string, size: number): Subject {
  const project = new BenchProject(size)
  const { environment, forgetAll } = project
  return { program, state: 'cold', command: project.synth(), environment, prepare: forgetAll }
}

/** Another program in a state, in a folder of its own. */
export function subjectOf(program: Program, size: number, state: State): Subject {
  const folder = makeFolder()
  const slugs = slugsOf(size)
  writeFiles(folder, program.files(slugs))
  const [first = ''] = slugs
  const out = join(folder, 'out')
  const prepare = {
    cold: () => putAside(out),
    'nothing changed': () => {},
    'one changed': (run: number) =>
      writeFiles(folder, Object.fromEntries([program.definition(first, 100_000 + run)])),
  }[state]
  const verify = () => {
    if (program.hasOwnForm !== true) return verifyTexts(out, slugs, state)
    const files = readdirSync(out, { recursive: true }).length
    if (files < size) throw new Error(`${program.name} has written ${files} files of ${size}`)
  }
  return { program: program.name, state, command: program.command(folder, slugs), prepare, verify }
}

/** @throws Error when a text is not the one that every program is to write. */
function verifyTexts(out: string, slugs: readonly string[], state: State): void {
  // The first is what an edit changes.
  for (const slug of state === 'one changed' ? slugs.slice(1) : slugs) {
    const path = join(out, slug, 'Smolfile')
    if (readFileSync(path, 'utf8') !== expectedText(slug)) throw new Error(`${path} is wrong`)
  }
}

/** Node.js that does nothing. */
export const bareNode: Subject = {
  program: 'bare Node.js',
  state: 'cold',
  command: [process.execPath, '-e', '0'],
  prepare: () => {},
}

/** Describes what the measurements are made with. */
export function machine(): string {
  const [cpu] = cpus()
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`
  return `Node.js ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory}, ${process.platform}`
}
