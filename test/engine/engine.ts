import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The engine's command line, ready to be asked. */
export interface Engine {
  readonly version: string
  readonly program: string
}

/** Why there is none on this machine. */
export interface NoEngine {
  readonly missing: string
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What is fetched: by default the pinned version, which must have one of the pinned hashes. */
export interface Wanted {
  readonly requirements?: string
  /** Another version, of which no hash is known. */
  readonly version?: string
  readonly cache?: string
}

/** The version and the hashes that a file of requirements pins. */
export function pinned(requirements = here('requirements.txt')): {
  readonly version: string
  readonly hashes: readonly string[]
} {
  const text = readFileSync(requirements, 'utf8')
  const [, version = ''] = /^smolmachines==(\S+)/m.exec(text) ?? []
  const hashes = [...text.matchAll(/sha256:([0-9a-f]{64})/g)].map(([, hash = '']) => hash)
  return { version, hashes }
}

/**
 * Fetches the wheel unless the cache has it, and takes the engine's command line out of it.
 *
 * @throws Error when the wheel cannot be fetched, or has another hash than the pinned ones.
 */
export function fetchEngine(wanted: Wanted = {}): Engine | NoEngine {
  const missing = lacks(process)
  if (missing !== undefined) return { missing }
  const requirements = wanted.requirements ?? here('requirements.txt')
  const { hashes, ...known } = pinned(requirements)
  const version = wanted.version ?? known.version
  const cache = wanted.cache ?? here('../../node_modules/.cache/bottleworks-engine')
  const folder = join(cache, version)
  mkdirSync(folder, { recursive: true })
  const wheel = wheelIn(folder) ?? download(folder, wanted.version, requirements)
  if (wanted.version === undefined) checkHash(wheel, hashes)
  const program = join(folder, 'smol-vmm')
  // Under another name first: another run may be asking the one that is there.
  const fresh = `${program}-${process.pid}`
  run('python3', [here('unpack.py'), wheel, fresh])
  chmodSync(fresh, 0o755)
  renameSync(fresh, program)
  return { version, program }
}

/** What a machine lacks, in a few words; undefined when the engine can be asked there. */
export function lacks(machine: Pick<typeof process, 'platform' | 'arch' | 'report'>) {
  const { platform, arch, report } = machine
  // The wheel for macOS has an engine too, which takes its state folder on Linux alone.
  if (platform !== 'linux') return `it cannot be asked on ${platform}`
  if (arch !== 'x64' && arch !== 'arm64') return `it has no wheel for ${platform} ${arch}`
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } }
  if (header.glibcVersionRuntime === undefined) return 'it has no wheel for Linux without glibc'
  const python = spawnSync('python3', ['-c', 'import sqlite3, zipfile'])
  if (python.status !== 0) return 'there is no python3 with sqlite3 and zipfile'
  return spawnSync('python3', ['-m', 'pip', '--version']).status === 0
    ? undefined
    : 'python3 has no pip'
}

/**
 * The engine, or undefined after a line that says why there is none.
 *
 * @throws Error when there is none where it must be asked: in CI, or as BOTTLEWORKS_ENGINE says.
 */
export function requireEngine(): Engine | undefined {
  const engine = fetchEngine()
  if (!('missing' in engine)) return engine
  const line = `skipped, smolvm's engine: ${engine.missing}`
  const { CI = '', BOTTLEWORKS_ENGINE } = process.env
  if (!['', '0', 'false'].includes(CI) || BOTTLEWORKS_ENGINE === 'required') throw new Error(line)
  console.info(line)
  return undefined
}

function wheelIn(folder: string): string | undefined {
  const name = readdirSync(folder).find((each) => each.endsWith('.whl'))
  return name === undefined ? undefined : join(folder, name)
}

/** Lets pip fetch the wheel, into a folder of its own until it is whole. */
function download(folder: string, version: string | undefined, requirements: string): string {
  const pinning = ['--require-hashes', '-r', requirements]
  const what = version === undefined ? pinning : [`smolmachines==${version}`]
  const temporary = mkdtempSync(join(folder, 'download-'))
  const options = ['--quiet', '--no-deps', '--only-binary=:all:', '--dest', temporary]
  try {
    run('python3', ['-m', 'pip', '--disable-pip-version-check', 'download', ...options, ...what])
    const wheel = wheelIn(temporary)
    if (wheel === undefined) throw new Error(`pip left no wheel in ${temporary}`)
    const kept = join(folder, basename(wheel))
    renameSync(wheel, kept)
    return kept
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

function checkHash(wheel: string, hashes: readonly string[]): void {
  const hash = createHash('sha256').update(readFileSync(wheel)).digest('hex')
  if (!hashes.includes(hash)) throw new Error(`${wheel} has the hash ${hash}, which is not pinned`)
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status === 0) return
  throw new Error(`${program} ${args.join(' ')} fails: ${error?.message ?? stderr}`)
}
