import { Worker } from 'node:worker_threads'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import { threadEntry } from '../child.ts'
import { limits } from '../limits.ts'
import { readGuestModules } from './guest-modules.ts'
import type { GuestModule, Outcome, Reply, Request, SandboxData, StackPlace } from './protocol.ts'

export interface Evaluation {
  /** One for each file, in the order of the files. */
  readonly outcomes: readonly Outcome[]
  /** What is wrong with the modules themselves. */
  readonly diagnostics: readonly Diagnostic[]
}

/** One thread, and what has been heard of its bottles. */
interface Running {
  readonly worker: Worker
  readonly begun: Int32Array
}

/**
 * The sandbox as the host sees it: a thread that evaluates bottle files, under a watchdog that
 * terminates it when one bottle takes too long and goes on with the rest in a new thread.
 */
export class Sandbox {
  readonly #project: string
  readonly #guest: readonly GuestModule[]
  #running: Running

  private constructor(project: string, guest: readonly GuestModule[]) {
    this.#project = project
    this.#guest = guest
    this.#running = start(project, guest)
  }

  /**
   * Starts the thread.
   *
   * @param project Real path of the project.
   */
  static async start(project: string): Promise<Sandbox> {
    return new Sandbox(project, await readGuestModules())
  }

  /** Evaluates the bottle files, each from the identical heap. */
  async evaluate(files: readonly string[]): Promise<Evaluation> {
    const outcomes: Outcome[] = []
    const diagnostics = new Map<string, Diagnostic>()
    for (let kills = 0; outcomes.length < files.length; kills++) {
      if (kills === limits.kills) {
        const rest = files.slice(outcomes.length)
        outcomes.push(...rest.map((file) => notEvaluated(file)))
        break
      }
      const rest = files.slice(outcomes.length)
      const { died, finished, problems } = await this.#run(rest)
      for (const problem of problems) diagnostics.set(JSON.stringify(problem), problem)
      outcomes.push(...finished)
      const current = files[outcomes.length]
      if (died !== undefined && current !== undefined) outcomes.push(killed(current, died))
    }
    return { outcomes, diagnostics: [...diagnostics.values()] }
  }

  /** Where builder calls were made; `files` are the bottle files that they come from. */
  async locate(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly (Origin | undefined)[]> {
    if (places.length === 0) return []
    const { worker } = this.#running
    return new Promise((resolve, reject) => {
      worker.on('message', (reply: Reply) => {
        if (reply.kind === 'located') resolve(reply.origins)
        if (reply.kind === 'broken') reject(broken(reply.stack))
      })
      worker.once('error', reject)
      send(worker, { kind: 'locate', files, places })
    })
  }

  async close(): Promise<void> {
    await this.#running.worker.terminate()
  }

  /** Runs until all files are done or the thread is no more: `died` says of what. */
  async #run(files: readonly string[]) {
    const { worker, begun } = this.#running
    const finished: Outcome[] = []
    let problems: readonly Diagnostic[] = []
    let watch: NodeJS.Timeout | undefined
    const died = await new Promise<string | undefined>((resolve, reject) => {
      watch = watchdog(begun, () => resolve('slow'))
      worker.on('message', (reply: Reply) => {
        if (reply.kind === 'loaded') problems = reply.diagnostics
        if (reply.kind === 'evaluated') finished.push(reply.outcome)
        if (reply.kind === 'broken') reject(broken(reply.stack))
        if (finished.length === files.length) resolve(undefined)
      })
      worker.once('error', (error) => resolve(error.message))
      send(worker, { kind: 'evaluate', files })
    })
    clearInterval(watch)
    worker.removeAllListeners()
    if (died !== undefined) {
      await worker.terminate()
      this.#running = start(this.#project, this.#guest)
    }
    return { died, finished, problems }
  }
}

function start(project: string, guest: readonly GuestModule[]): Running {
  const progress = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const workerData: SandboxData = { project, guest, progress }
  const worker = new Worker(threadEntry('worker', import.meta.url), {
    workerData,
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: 1024,
      stackSizeMb: limits.threadStackMebibytes,
    },
  })
  return { worker, begun: new Int32Array(progress) }
}

/**
 * Calls `bark` when one bottle has run for too long, by its own clock: a host that was busy does
 * not count, since the count of bottles begun is looked at again first.
 */
function watchdog(begun: Int32Array, bark: () => void): NodeJS.Timeout {
  const step = 100
  let seen = 0
  let quiet = 0
  return setInterval(() => {
    const now = Atomics.load(begun, 0)
    quiet = now === seen && now > 0 ? quiet + step : 0
    seen = now
    if (quiet >= limits.wallMilliseconds) bark()
  }, step)
}

function killed(file: string, reason: string): Outcome {
  const message =
    reason === 'slow'
      ? `the bottle file ran for too long: it has ${limits.wallMilliseconds / 1000} s where its operations cannot be counted`
      : `the bottle file ended its sandbox: ${quote(reason)}`
  return failed(file, { code: 'BW111', message })
}

function notEvaluated(file: string): Outcome {
  const message = `the bottle was not evaluated: synth gave up after ${limits.kills} bottles that had to be stopped`
  return failed(file, { code: 'BW116', message })
}

function failed(file: string, problem: Pick<Diagnostic, 'code' | 'message'>): Outcome {
  const diagnostic: Diagnostic = { ...problem, severity: 'error', origin: { file } }
  return { kind: 'failed', printed: [], diagnostic }
}

function broken(stack: string): Error {
  const error = new Error('the sandbox failed')
  error.stack = stack
  return error
}

function send(worker: Worker, request: Request): void {
  worker.postMessage(request)
}
