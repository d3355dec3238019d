import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { bottleworksProject, writeFiles } from './project.ts'

const program = new URL('../../dist/cli/main.js', import.meta.url).pathname

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

/** A project of bottleworks that is synthesized by the tool as built. */
export class BenchProject {
  readonly folder = makeFolder()

  /** @param size How many bottles it has. */
  constructor(size: number) {
    if (!existsSync(program)) execFileSync('npm', ['run', '--silent', 'build'])
    writeFiles(this.folder, bottleworksProject(size))
    mkdirSync(join(this.folder, 'node_modules'))
  }

  synth(...flags: readonly string[]): [string, ...string[]] {
    return [process.execPath, program, 'synth', '--project', this.folder, ...flags]
  }

  /** As if it had never been synthesized. */
  readonly forget = (): void => {
    putAside(join(this.folder, 'smolfiles'))
    putAside(join(this.folder, 'node_modules/.cache'))
  }
}

/** Describes what the measurements were made with. */
export function machine(): string {
  const [cpu] = cpus()
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`
  return `Node.js ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory}, ${process.platform}`
}
