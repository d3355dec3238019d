import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Case } from './cases.ts'
import type { Engine } from './engine.ts'
import { furnish } from './furnish.ts'

/** What the engine stored of a machine. */
export type EngineRecord = Readonly<Record<string, unknown>>

/** What the engine said of one Smolfile. */
export type Answer = { readonly refusal: string } | { readonly record: EngineRecord }

/** The variables of the host, which a Smolfile may forward. */
export const hostVariables: Readonly<Record<string, string>> = { NAME: 'of the host' }

const recordsScript = fileURLToPath(new URL('records.py', import.meta.url))
const database = '.local/share/smolvm/server/smolvm.db'

/**
 * Asks the engine to create a machine of each Smolfile, each in a state and a folder of its own.
 *
 * @param judge Makes something of the answer, the text that was asked about, and the folder.
 */
export async function ask<Verdict>(
  { program }: Engine,
  cases: readonly Case[],
  judge: (answer: Answer, text: string, folder: string) => Verdict,
): Promise<readonly Verdict[]> {
  // The engine stores real paths.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'bottleworks-engine-')))
  try {
    const outcomes = await inParallel(cases, async (each, index) => {
      const [state, folder] = [join(root, `${index}`, 'state'), join(root, `${index}`, 'host')]
      for (const each of [state, folder]) mkdirSync(each, { recursive: true })
      const text = furnish(each, folder)
      writeFileSync(join(state, 'Smolfile'), text)
      const options = ['--state-dir', state, '--error-format', 'json']
      const create = ['machine', 'create', '--name', 'm', '-s', join(state, 'Smolfile')]
      const env = { ...hostVariables, HOME: state }
      return { state, folder, text, ...(await run(program, [...options, ...create], folder, env)) }
    })
    const records = readRecords(
      outcomes.flatMap(({ status, state }) => (status === 0 ? [state] : [])),
    )
    return outcomes.map(({ state, folder, text, status, said }) => {
      const record = records.get(state)
      if (record !== undefined) return judge({ record }, text, folder)
      if (status === 1) return judge({ refusal: messageOf(said) }, text, folder)
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

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
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
