import { Worker } from 'node:worker_threads'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import { threadEntry } from '../../package-files.ts'
import { limits } from '../limits.ts'
import type {
  Drafts,
  Input,
  Outcome,
  Reply,
  Request,
  SandboxData,
  StackPlace,
  Trail,
} from './protocol.ts'

/** Is told how a file ended, and of which modules its result was made. */
export type Hear = (file: string, outcome: Outcome, inputs: readonly Input[]) => void

type LaneData = Omit<SandboxData, 'progress'>

/** One thread, and who listens to it at the moment. */
interface Thread {
  readonly worker: Worker
  /** One cell: how many steps have been begun. */
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
  #data: LaneData
  #thread: Thread

  /** Starts the thread. */
  constructor(data: LaneData) {
    this.#data = data
    this.#thread = startThread(data)
  }

  /**
   * Evaluates the bottle files whose modules are sound, each from the identical heap, and gives
   * each outcome to `hear` as it comes.
   *
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(files: readonly string[], hear: Hear): Promise<readonly Diagnostic[]> {
    const diagnostics = new Map<string, Diagnostic>()
    const giveUp = (rest: readonly string[], reason: string) => {
      for (const file of rest) hear(file, notEvaluated(file, reason), [])
    }
    let left = files
    for (let kills = 1; left.length > 0; kills++) {
      const { died, problems, unfinished } = await this.#run(left, hear)
      for (const problem of problems) diagnostics.set(JSON.stringify(problem), problem)
      if (died === undefined) break
      await this.#restart()
      if (unfinished === undefined) {
        giveUp(left, `the files of the project could not be loaded: ${quote(died)}`)
        break
      }
      const [current, ...rest] = unfinished
      if (current !== undefined) hear(current, killed(current, died), [])
      if (kills === limits.kills) {
        giveUp(rest, `synth gave up after ${kills} bottles that had to be stopped`)
        break
      }
      left = rest
    }
    return [...diagnostics.values()]
  }

  /**
   * Where builder calls were made; `files` are the bottle files that they come from. No place is
   * found when the search itself is attacked: places are for display only.
   */
  async locate(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly (Origin | undefined)[]> {
    if (places.length === 0) return []
    let origins: readonly (Origin | undefined)[] = []
    const died = await this.#ask({ kind: 'locate', files, places }, (reply) => {
      if (reply.kind !== 'located') return false
      origins = reply.origins
      return true
    })
    if (died === undefined) return origins
    await this.#restart()
    return places.map(() => undefined)
  }

  /** As {@link locate}, with every place that led to a call. */
  async trail(files: readonly string[], places: readonly StackPlace[]): Promise<readonly Trail[]> {
    let trails: readonly Trail[] = places.map(() => [])
    const died = await this.#ask({ kind: 'trail', files, places }, (reply) => {
      if (reply.kind !== 'trailed') return false
      trails = reply.trails
      return true
    })
    if (died !== undefined) await this.#restart()
    return trails
  }

  /** From now on files are read anew, and `drafts` stand for some of them. */
  reload(drafts: Drafts): void {
    this.#data = { ...this.#data, drafts }
    const request: Request = { kind: 'reload', drafts }
    if (this.#thread.lost === undefined) this.#thread.worker.postMessage(request)
  }

  async close(): Promise<void> {
    await this.#thread.worker.terminate()
  }

  /**
   * Runs until all files are done or the thread is no more: `died` says of what. The unfinished
   * are not known when it dies before all files are loaded.
   */
  async #run(files: readonly string[], hear: Hear) {
    let problems: readonly Diagnostic[] = []
    let sound = undefined as readonly string[] | undefined
    let finished = 0
    const died = await this.#ask({ kind: 'evaluate', files }, (reply) => {
      if (reply.kind === 'loaded') ({ diagnostics: problems, sound } = reply)
      const file = sound?.[finished]
      if (reply.kind === 'evaluated' && file !== undefined) {
        finished++
        hear(file, reply.outcome, reply.inputs)
      }
      return finished === sound?.length
    })
    return { died, problems, unfinished: sound?.slice(finished) }
  }

  /**
   * Gives the replies to `hear` until it says that the last has come.
   *
   * @returns Of what the thread died before that: `slow` when a step took too long.
   */
  async #ask(request: Request, hear: (reply: Reply) => boolean): Promise<string | undefined> {
    const thread = this.#thread
    let watch: NodeJS.Timeout | undefined
    return new Promise<string | undefined>((resolve, reject) => {
      thread.listener = {
        hear: (reply) => {
          if (reply.kind === 'broken') reject(broken(reply.stack))
          else if (hear(reply)) resolve(undefined)
        },
        lose: ({ message }) => resolve(message),
      }
      watch = watchdog(thread.begun, () => resolve(slow))
      if (thread.lost === undefined) thread.worker.postMessage(request)
      else thread.listener.lose(thread.lost)
    }).finally(() => {
      clearInterval(watch)
      // A thread that is being terminated may still say something, which is too late.
      thread.listener = nobody
    })
  }

  async #restart(): Promise<void> {
    await this.#thread.worker.terminate()
    this.#thread = startThread(this.#data)
  }
}

const nobody: Listener = { hear: () => {}, lose: () => {} }

function startThread(data: LaneData): Thread {
  const progress = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const workerData: SandboxData = { ...data, progress }
  const worker = new Worker(threadEntry('evaluate/sandbox/worker'), {
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

const slow = 'slow'

/**
 * Calls `bark` when one step takes longer than it may, by its own clock: a host that was busy does
 * not count, since the count of steps is looked at again first.
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
    reason === slow
      ? `the bottle file ran for too long: it has ${limits.wallMilliseconds / 1000} s where its operations cannot be counted`
      : `the bottle file ended its sandbox: ${quote(reason)}`
  return failed(file, { code: 'BW111', message })
}

function notEvaluated(file: string, reason: string): Outcome {
  return failed(file, { code: 'BW116', message: `the bottle was not evaluated: ${reason}` })
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
