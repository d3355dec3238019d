import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Engine } from './engine.ts'

/** What the engine stored of a machine. */
export type EngineRecord = Readonly<Record<string, unknown>>

/** What the engine said of one Smolfile. */
export type Answer =
  | { readonly refusal: string }
  | { readonly record: EngineRecord; readonly said: string }

/** Where the engine is asked: what it finds on the host. */
export interface Host {
  /** The folder that relative paths of Smolfiles begin at. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

const recordsScript = fileURLToPath(new URL('records.py', import.meta.url))
const database = '.local/share/smolvm/server/smolvm.db'

/** Asks the engine to create a machine of each text, each in a state of its own. */
export async function ask(
  { program }: Engine,
  texts: readonly string[],
  host: Host,
): Promise<readonly Answer[]> {
  const root = mkdtempSync(join(tmpdir(), 'bottleworks-engine-'))
  try {
    const outcomes = await inParallel(texts, async (text, index) => {
      const state = join(root, `${index}`)
      mkdirSync(state)
      writeFileSync(join(state, 'Smolfile'), text)
      const args = ['--state-dir', state, '--error-format', 'json', 'machine', 'create']
      const create = [...args, '--name', 'm', '-s', join(state, 'Smolfile')]
      return { state, ...(await run(program, create, host, state)) }
    })
    const created = outcomes.filter(({ status }) => status === 0).map(({ state }) => state)
    const records = readRecords(created)
    return outcomes.map(({ state, status, said }): Answer => {
      const record = records.get(state)
      if (record !== undefined) return { record, said }
      if (status === 1) return { refusal: messageOf(said) }
      throw new Error(`the engine ended with ${status}: ${said}`)
    })
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** The results of `work` for each item, with as many at once as there are processors. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}

interface Outcome {
  readonly status: number | null
  readonly said: string
}

function run(program: string, args: readonly string[], host: Host, home: string): Promise<Outcome> {
  const env = { ...host.environment, HOME: home }
  const child = spawn(program, args, { cwd: host.folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const parts: Buffer[] = []
  child.stderr.on('data', (part: Buffer) => parts.push(part))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, said: Buffer.concat(parts).toString() }))
  })
}

/** The message of an error; the engine writes notes before it. */
function messageOf(said: string): string {
  const line = said.trim().split('\n').at(-1) ?? ''
  return (JSON.parse(line) as { error: { message: string } }).error.message
}

function readRecords(states: readonly string[]): ReadonlyMap<string, EngineRecord> {
  const { status, stdout, stderr } = spawnSync('python3', [recordsScript], {
    input: states.map((state) => `${join(state, database)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`the engine's records cannot be read: ${stderr}`)
  const lines = stdout.split('\n')
  return new Map(states.map((state, index) => [state, JSON.parse(lines[index] ?? '')]))
}
