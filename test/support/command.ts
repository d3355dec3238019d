import type { SpawnSyncOptions } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The command line as it is built. */
export const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** A process that has ended. */
export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export type RunOptions = Pick<SpawnSyncOptions, 'cwd' | 'env' | 'uid' | 'gid'>

/** Runs a program to its end. Its environment is `env` and the PATH, and nothing from here. */
export function run(file: string, argv: readonly string[], options: RunOptions = {}): Finished {
  const { status, stdout, stderr } = spawnSync(file, argv, {
    ...settings(options),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Runs `bottle` with `argv`. */
export function bottle(argv: readonly string[], options: RunOptions = {}): Finished {
  return run(process.execPath, [program, ...argv], options)
}

/** Starts `bottle` with `argv`, for a test that has something to do in the meantime. */
export function startBottle(argv: readonly string[], options: RunOptions = {}) {
  const child = spawn(process.execPath, [program, ...argv], settings(options))
  const finished = new Promise<Finished>((resolve, reject) => {
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, stdout, stderr }))
  })
  return { child, finished }
}

function settings({ env, ...options }: RunOptions) {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  const { PATH } = process.env
  return { ...options, stdio, env: { PATH, XDG_CACHE_HOME: own, XDG_DATA_HOME: own, ...env } }
}

/** What the tool keeps of a user's, for the tests of one file. Other users may write there too. */
const own = mkdtempSync(join(tmpdir(), 'bottleworks-user-'))
chmodSync(own, 0o777)
process.on('exit', () => rmSync(own, { recursive: true, force: true }))
