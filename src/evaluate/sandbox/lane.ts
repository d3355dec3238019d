import { Worker } from 'node:worker_threads'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import { threadEntry } from '../child.ts'
import { limits } from '../limits.ts'
import type { GuestModule, Outcome, Reply, Request, SandboxData, StackPlace } from './protocol.ts'

/** One thread, and who listens to it at the moment. */
interface Thread {
  readonly worker: Worker
  /** One cell: how many bottles have been begun. */
  readonly begun: Int32Array
  listener: Listener
  /** Set when the thread has ended of itself. */
  lost?: Error
}

interface Listener {
  hear(reply: Reply): void
  /** The thread has ended of itself. */
  lose(reason: Error): void
}

/**
 * A thread that evaluates bottle files one after the other, under a watchdog that terminates it
 * when one bottle takes too long and goes on with the rest in a new thread.
 */
export class Lane {
  readonly #project: string
  readonly #guest: readonly GuestModule[]
  #thread: Thread

  /**
   * Starts the thread.
   *
   * @param project Real path of the project.
   */
  constructor(project: string, guest: readonly GuestModule[]) {
    this.#project = project
    this.#guest = guest
    this.#thread = startThread(project, guest)
  }

  /**
   * Evaluates the bottle files, each from the identical heap, and gives each outcome to `hear` as
   * it comes, in the order of the files.
   *
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(
    files: readonly string[],
    hear: (index: number, outcome: Outcome) => void,
  ): Promise<readonly Diagnostic[]> {
    const diagnostics = new Map<string, Diagnostic>()
    let next = 0
    const settle = (outcome: Outcome) => hear(next++, outcome)
    for (let kills = 0; next < files.length; kills++) {
      const rest = files.slice(next)
      if (kills === limits.kills) {
        for (const file of rest) settle(notEvaluated(file))
        break
      }
      const { died, problems } = await this.#run(rest, settle)
      for (const problem of problems) diagnostics.set(JSON.stringify(problem), problem)
      const current = files[next]
      if (died !== undefined && current !== undefined) settle(killed(current, died))
    }
    return [...diagnostics.values()]
  }

  /** Where builder calls were made; `files` are the bottle files that they come from. */
  async locate(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly (Origin | undefined)[]> {
    if (places.length === 0) return []
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: 'locate', files, places },
        {
          hear: (reply) => {
            if (reply.kind === 'located') resolve(reply.origins)
            if (reply.kind === 'broken') reject(broken(reply.stack))
          },
          lose: reject,
        },
      )
    })
  }

  async close(): Promise<void> {
    await this.#thread.worker.terminate()
  }

  #ask(request: Request, listener: Listener): void {
    this.#thread.listener = listener
    if (this.#thread.lost === undefined) this.#thread.worker.postMessage(request)
    else listener.lose(this.#thread.lost)
  }

  /** Runs until all files are done or the thread is no more: `died` says of what. */
  async #run(files: readonly string[], settle: (outcome: Outcome) => void) {
    let finished = 0
    let problems: readonly Diagnostic[] = []
    let watch: NodeJS.Timeout | undefined
    const died = await new Promise<string | undefined>((resolve, reject) => {
      watch = watchdog(this.#thread.begun, () => resolve('slow'))
      this.#ask(
        { kind: 'evaluate', files },
        {
          hear: (reply) => {
            if (reply.kind === 'loaded') problems = reply.diagnostics
            if (reply.kind === 'evaluated') {
              finished++
              settle(reply.outcome)
            }
            if (reply.kind === 'broken') reject(broken(reply.stack))
            if (finished === files.length) resolve(undefined)
          },
          lose: ({ message }) => resolve(message),
        },
      )
    }).finally(() => clearInterval(watch))
    if (died !== undefined) {
      await this.#thread.worker.terminate()
      this.#thread = startThread(this.#project, this.#guest)
    }
    return { died, problems }
  }
}

function startThread(project: string, guest: readonly GuestModule[]): Thread {
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
  const nobody: Listener = { hear: () => {}, lose: () => {} }
  const thread: Thread = { worker, begun: new Int32Array(progress), listener: nobody }
  worker.on('message', (reply: Reply) => thread.listener.hear(reply))
  const lose = (reason: Error) => {
    thread.lost ??= reason
    thread.listener.lose(thread.lost)
  }
  worker.on('error', lose)
  worker.on('exit', () => lose(new Error('it ended before its work was done')))
  return thread
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
