/** The thread that reads, compiles and runs bottle files. Its environment is empty. */
import { parentPort, workerData } from 'node:worker_threads'
import { ModuleGraph } from '../front-end/load.ts'
import { Locator } from '../front-end/locate.ts'
import { Engine } from './engine.ts'
import { judgeRun } from './outcome.ts'
import type { Outcome, Reply, Request, SandboxData } from './protocol.ts'

const { project, guest, progress } = workerData as SandboxData
const begun = new Int32Array(progress)
const graph = new ModuleGraph(project)
const locator = new Locator((file) => graph.sourceOf(file))
const booting = Engine.boot(guest)
let work: Promise<void> = Promise.resolve()

parentPort?.on('message', (request: Request) => {
  work = work
    .then(() => handle(request))
    .catch((error) => {
      reply({ kind: 'broken', stack: String(error instanceof Error ? error.stack : error) })
    })
})

async function handle(request: Request): Promise<void> {
  graph.load(request.files)
  if (request.kind === 'locate') {
    return reply({
      kind: 'located',
      origins: request.places.map((each) => locator.locateCall(each)),
    })
  }
  const sound = request.files.map((file) => graph.isSound(file))
  reply({ kind: 'loaded', diagnostics: graph.diagnostics() })
  const engine = await booting
  for (const [index, file] of request.files.entries()) {
    Atomics.add(begun, 0, 1)
    const outcome: Outcome = sound[index]
      ? judgeRun(file, await engine.run(file, graph), graph, locator)
      : { kind: 'not-loaded', printed: [] }
    reply({ kind: 'evaluated', index, outcome })
  }
}

function reply(message: Reply): void {
  parentPort?.postMessage(message)
}
