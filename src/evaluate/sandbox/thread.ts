import { Worker } from 'node:worker_threads'
import { finderArguments, threadEntry } from '../../files/package-files.ts'
import { limits } from '../limits.ts'
import type { Reply, Request, ThreadData } from './protocol.ts'
import { SandboxUnavailable } from './unavailable.ts'

/** Receives what a thread says. */
export interface Listener {
  onReply(reply: Reply): void
  /** The thread has ended by itself. */
  onExit(reason: Error): void
}

const nobody: Listener = { onReply: () => {}, onExit: () => {} }

/** One thread of the sandbox, and who listens to it at the moment. */
export class Thread {
  readonly #worker: Worker | undefined
  readonly #begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  #listener = nobody
  #exitReason: Error | undefined

  /** Starts it; that none can be started is told like an end. */
  constructor() {
    const exit = (reason: Error) => {
      this.#exitReason ??= reason
      this.#listener.onExit(this.#exitReason)
    }
    try {
      this.#worker = startWorker({ progress: this.#begun.buffer })
    } catch (error) {
      exit(new SandboxUnavailable(String(error)))
      return
    }
    this.#worker.on('message', (reply: Reply) => this.#listener.onReply(reply))
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      const isNone = error.code === 'ERR_WORKER_INIT_FAILED'
      exit(isNone ? new SandboxUnavailable(String(error)) : error)
    })
    this.#worker.on('exit', () => exit(new Error('it exited before it had finished')))
  }

  /** The number of steps that have begun. */
  get begun(): number {
    return Atomics.load(this.#begun, 0)
  }

  /** From now on `listener` is told, at once if the thread is no more. */
  listen(listener: Listener): void {
    this.#listener = listener
    if (this.#exitReason !== undefined) listener.onExit(this.#exitReason)
  }

  /** Drops whatever a thread that is being terminated may still say. */
  ignore(): void {
    this.#listener = nobody
  }

  post(request: Request): void {
    if (this.#exitReason === undefined) this.#worker?.postMessage(request)
  }

  /** Whether the process waits for the thread to end. */
  hold(holds: boolean): void {
    if (holds) this.#worker?.ref()
    else this.#worker?.unref()
  }

  async terminate(): Promise<void> {
    await this.#worker?.terminate()
  }
}

function startWorker(workerData: ThreadData): Worker {
  return new Worker(threadEntry('evaluate/sandbox/worker'), {
    workerData,
    env: {},
    argv: [],
    execArgv: [...finderArguments()],
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: 1024,
      stackSizeMb: limits.threadStackMebibytes,
    },
  })
}

let prepared: Thread | undefined

/** Starts a thread that is likely to be needed, before all that it takes to know its work. */
export function prepareThread(): void {
  prepared ??= new Thread()
  prepared.hold(false)
}

/** The thread that has been prepared, or a new one. */
export function takeThread(): Thread {
  const thread = prepared ?? new Thread()
  prepared = undefined
  thread.hold(true)
  return thread
}
