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

/** The engine looks at all machines of its state when it creates one, and a new state takes time. */
const machinesOfState = 150

/**
 * Asks the engine to create a machine of each Smolfile, each in a folder of its own.
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
    const states = Array.from({ length: Math.ceil(cases.length / machinesOfState) }, (_, index) =>
      join(root, `state-${index}`),
    )
    const outcomes: Outcome[] = []
    await inParallel(states, async (state, batch) => {
      const first = batch * machinesOfState
      for (const [offset, each] of cases.slice(first, first + machinesOfState).entries()) {
        const own = join(root, `${first + offset}`)
        const [folder, smolfile] = [join(own, 'host'), join(own, 'Smolfile')]
        mkdirSync(folder, { recursive: true })
        const text = furnish(each, folder)
        writeFileSync(smolfile, text)
        const create = ['create', '--name', `m${first + offset}`, '-s', smolfile]
        const ran = await runMachine(program, create, folder, state)
        outcomes[first + offset] = { text, folder, ...ran }
      }
    })
    const records = readRecords(states)
    return outcomes.map(({ folder, text, status, said }, index) => {
      const record = records.get(`m${index}`)
      if (status === 0 && record !== undefined) return judge({ record }, text, folder)
      if (status === 1) return judge({ refusal: messageOf(said) }, text, folder)
      throw new Error(`the engine ended with ${status}: ${said}`)
    })
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** Does `work` for each item, with as many at once as there are processors. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) await work(item, index)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

interface Outcome extends Ran {
  readonly text: string
  readonly folder: string
}

interface Ran {
  readonly status: number | null
  readonly said: string
}

/** Runs the engine's command `machine` in a folder, with a state and a home of its own. */
export function runMachine(
  program: string,
  command: readonly string[],
  cwd: string,
  state: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const args = ['--state-dir', state, '--error-format', 'json', 'machine', ...command]
  const env = { ...hostVariables, ...variables, HOME: state }
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

/** The records of all states by the machines' names. */
function readRecords(states: readonly string[]): ReadonlyMap<string, EngineRecord> {
  const databases = states.map((state) => join(state, database))
  const { status, stdout, stderr } = spawnSync('python3', [recordsScript, ...databases], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`the engine's records cannot be read: ${stderr}`)
  const records = stdout.split('\n').flatMap((line): readonly EngineRecord[] => {
    return line === '' ? [] : [JSON.parse(line)]
  })
  return new Map(records.map((record) => [String(record.name), record]))
}
