/** The thread that reads, compiles and runs bottle files. Its environment is empty. */
import { parentPort, workerData } from 'node:worker_threads'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { ModuleGraph, TooMuchText } from '../front-end/load.ts'
import { Locator } from '../front-end/locate.ts'
import { limits } from '../limits.ts'
import { Engine } from './engine.ts'
import { readGuestModules } from './guest-modules.ts'
import { judgedBy } from './judged.ts'
import { outcomeOf } from './outcome.ts'
import type { Drafts, Outcome, Reply, Request, StackPlace, ThreadData } from './protocol.ts'
import { SandboxUnavailable } from './unavailable.ts'

interface Opened {
  readonly project: string
  readonly drafts: Drafts
}

const { progress } = workerData as ThreadData
const begun = new Int32Array(progress)
let opened: Opened = { project: '', drafts: new Map() }
let graph = new ModuleGraph(opened.project, opened.drafts)
let locator = new Locator((file) => graph.sourceOf(file))
const booting = readGuestModules().then((guest) => Engine.boot(guest))
booting.catch(() => {}) // it is awaited by the first evaluation
let work: Promise<void> = Promise.resolve()
let totalLength = 0

parentPort?.on('message', (request: Request) => {
  work = work
    .then(() => handle(request))
    .catch((error) => {
      if (error instanceof TooMuchText) reply({ kind: 'too-much', reason: error.message })
      else if (error instanceof SandboxUnavailable) {
        reply({ kind: 'unavailable', reason: error.message })
      } else reply({ kind: 'broken', stack: String(error instanceof Error ? error.stack : error) })
    })
})

async function handle(request: Request): Promise<void> {
  if (request.kind === 'open') {
    opened = request
    forget()
    totalLength = 0
    return
  }
  if (request.kind === 'locate' || request.kind === 'trace') return find(request)
  await load(request.files)
  if (request.kind === 'judge') return judge(request)
  const sound = request.files.filter((file) => graph.isSound(file))
  reply({ kind: 'loaded', diagnostics: graph.diagnostics(request.files), sound })
  const engine = await booting
  for (const file of sound) {
    Atomics.add(begun, 0, 1)
    const outcome = outcomeOf(file, await engine.run(file, graph), graph, locator)
    reply({ kind: 'evaluated', outcome: withinTotal(file, outcome), inputs: graph.inputsOf(file) })
  }
}

/** Finds the places of builder calls, each in what its own file is made of. */
async function find({ kind, places }: Extract<Request, { kind: 'locate' | 'trace' }>) {
  const files = new Set(places.map(({ file }) => file))
  await load([...files])
  const reached = new Map([...files].map((file) => [file, graph.reach(file)]))
  const each = <T>(search: (place: StackPlace, files: ReadonlySet<string>) => T): readonly T[] =>
    places.map((place) => {
      Atomics.add(begun, 0, 1)
      return search(place, reached.get(place.file) ?? new Set())
    })
  if (kind === 'locate') {
    return reply({ kind: 'located', origins: each((...at) => locator.locateCall(...at)) })
  }
  reply({ kind: 'traced', callTraces: each((...at) => locator.locateCallTrace(...at)) })
}

async function judge({
  files: policies,
  shared,
  inputs,
}: Extract<Request, { kind: 'judge' }>): Promise<void> {
  const engine = await booting
  Atomics.add(begun, 0, 1)
  const run = await engine.admit(policies, graph, shared)
  for (const input of inputs) {
    Atomics.add(begun, 0, 1)
    const judged = engine.hasJudges ? await engine.judge(input) : run
    reply({ kind: 'judged', judged: judgedBy(policies, judged, graph, locator) })
  }
}

function forget(): void {
  const fresh = new ModuleGraph(opened.project, opened.drafts)
  graph = fresh
  locator = new Locator((file) => fresh.sourceOf(file))
}

/** Loads files beside those of earlier requests, or in their place when all are too much. */
async function load(files: readonly string[]): Promise<void> {
  try {
    await graph.load(files)
  } catch (error) {
    forget()
    if (!(error instanceof TooMuchText)) throw error
    await graph.load(files)
  }
}

/**
 * The host keeps what it is given: many definitions of the largest size would fill its memory. Those
 * of an ordinary size are not counted, so no other bottle can take their place.
 */
function withinTotal(file: string, outcome: Outcome): Outcome {
  if (outcome.kind !== 'definitions') return outcome
  const length = outcome.members.reduce((sum, member) => sum + member.length, 0)
  if (length <= limits.smallOutputLength) return outcome
  totalLength += length
  if (totalLength <= limits.totalOutputLength) return outcome
  const message = `the large definitions up to this one are longer than ${limits.totalOutputLength} characters together`
  const diagnostic = diagnosticOf('BW113', message, { origin: { file } })
  return { kind: 'failed', printed: outcome.printed, diagnostic }
}

function reply(message: Reply): void {
  parentPort?.postMessage(message)
}
