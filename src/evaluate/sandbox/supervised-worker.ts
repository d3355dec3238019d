import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { groupBy } from '../../diagnostic/group-by.ts'
import { limits } from '../limits.ts'
import type { PackedInputs } from './packed-inputs.ts'
import type {
  CallTrace,
  Drafts,
  Input,
  Judged,
  Outcome,
  Reply,
  Request,
  StackPlace,
} from './protocol.ts'
import type { Thread } from './thread.ts'
import { takeThread } from './thread.ts'
import { SandboxUnavailable } from './unavailable.ts'

/** Receives how a file ended, and the modules that its result was made of. */
export type OnOutcome = (file: string, outcome: Outcome, inputs: readonly Input[]) => void

/** The files of a project, with the texts that stand for some of them. */
interface Files {
  /** Real path of the project. */
  readonly project: string
  readonly drafts: Drafts
}

/** How a thread has evaluated files. */
interface Ended {
  /** Why the thread died before it was done: {@link slow} when one step had had its time. */
  readonly died: string | undefined
  /** What is wrong with the modules themselves. */
  readonly problems: readonly Diagnostic[]
  /** The sound files left, the one that it died of first; none when it died while loading them. */
  readonly unfinished: readonly string[] | undefined
}

/**
 * A thread that evaluates bottle files one after the other, under a watchdog that terminates it
 * when one bottle takes too long. What comes next is done by a new thread.
 */
export class SupervisedWorker {
  #files: Files
  #thread: Thread

  /** Starts the thread. */
  constructor(files: Files) {
    this.#files = files
    this.#thread = openThread(files)
  }

  /**
   * Evaluates the bottle files whose modules are sound, each from the identical heap, and gives
   * each outcome to `onOutcome` as it comes.
   *
   * @param milliseconds The time of each file, of the processor's.
   */
  async evaluate(
    files: readonly string[],
    milliseconds: number,
    onOutcome: OnOutcome,
  ): Promise<Ended> {
    let problems: readonly Diagnostic[] = []
    let sound = undefined as readonly string[] | undefined
    let finished = 0
    const onReply = (reply: Reply) => {
      if (reply.kind === 'loaded') ({ diagnostics: problems, sound } = reply)
      const file = sound?.[finished]
      if (reply.kind === 'evaluated' && file !== undefined) {
        finished++
        onOutcome(file, reply.outcome, reply.inputs)
      }
      return finished === sound?.length
    }
    const died = await this.#ask({ kind: 'evaluate', files }, onReply, milliseconds)
    if (died !== undefined) await this.#restart()
    return { died, problems, unfinished: sound?.slice(finished) }
  }

  /**
   * Has policies judge the inputs, in their order.
   *
   * @param milliseconds The time of each input, of the processor's.
   * @returns Why the thread died before it was done, if it did.
   */
  async judge(
    policies: readonly string[],
    { shared, inputs }: PackedInputs,
    milliseconds: number,
    onJudged: (judged: Judged) => void,
  ): Promise<string | undefined> {
    let left = inputs.length
    const onReply = (reply: Reply) => {
      if (reply.kind !== 'judged') return false
      onJudged(reply.judged)
      return --left === 0
    }
    const request = { kind: 'judge', files: policies, shared, inputs } as const
    const died = await this.#ask(request, onReply, milliseconds)
    if (died !== undefined) await this.#restart()
    return died
  }

  /**
   * Finds where builder calls were made. Places are for display only: where the search itself is
   * attacked, those of other files are found by themselves.
   */
  async locate(places: readonly StackPlace[]): Promise<readonly (Origin | undefined)[]> {
    let origins: readonly (Origin | undefined)[] = []
    const died = await this.#ask({ kind: 'locate', places }, (reply) => {
      if (reply.kind !== 'located') return false
      origins = reply.origins
      return true
    })
    if (died === undefined) return origins
    await this.#restart()
    return this.#fileByFile(places, undefined, (own) => this.locate(own))
  }

  /** As {@link locate}, with every place that led to a call. */
  async traceCalls(places: readonly StackPlace[]): Promise<readonly CallTrace[]> {
    let callTraces: readonly CallTrace[] = []
    const died = await this.#ask({ kind: 'trace', places }, (reply) => {
      if (reply.kind !== 'traced') return false
      callTraces = reply.callTraces
      return true
    })
    if (died === undefined) return callTraces
    await this.#restart()
    return this.#fileByFile(places, [], (own) => this.traceCalls(own))
  }

  /** Searches for the places of each file by themselves; nothing is found of one that is alone. */
  async #fileByFile<T>(
    places: readonly StackPlace[],
    none: T,
    search: (places: readonly StackPlace[]) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const found = new Map<StackPlace, T>()
    const groups = [...groupBy(places, ({ file }) => file).values()]
    for (const own of groups.length > 1 ? groups : []) {
      const each = await search(own)
      for (const [index, place] of own.entries()) found.set(place, each[index] ?? none)
    }
    return places.map((place) => found.get(place) ?? none)
  }

  /** From now on files are read anew, and `drafts` stand for some of them. */
  reload(drafts: Drafts): void {
    this.#files = { ...this.#files, drafts }
    this.#thread.post({ kind: 'open', ...this.#files })
  }

  async close(): Promise<void> {
    await this.#thread.terminate()
  }

  /**
   * Gives the replies to `onReply` until it returns true, for the last one.
   *
   * @returns The reason that the thread died before that: `slow` when a step took too long.
   */
  async #ask(
    request: Request,
    onReply: (reply: Reply) => boolean,
    milliseconds: number = limits.wallMilliseconds,
  ): Promise<string | undefined> {
    const thread = this.#thread
    let watch: NodeJS.Timeout | undefined
    return new Promise<string | undefined>((resolve, reject) => {
      watch = watchdog(thread, milliseconds, () => resolve(slow))
      thread.listen({
        onReply: (reply) => {
          if (reply.kind === 'broken') reject(broken(reply.stack))
          else if (reply.kind === 'unavailable') reject(new SandboxUnavailable(reply.reason))
          else if (reply.kind === 'too-much') resolve(reply.reason)
          else if (onReply(reply)) resolve(undefined)
        },
        onExit: (reason) => {
          if (reason instanceof SandboxUnavailable) reject(reason)
          else resolve(reason.message)
        },
      })
      thread.post(request)
    }).finally(() => {
      clearInterval(watch)
      thread.ignore()
    })
  }

  async #restart(): Promise<void> {
    await this.#thread.terminate()
    this.#thread = openThread(this.#files)
  }
}

function openThread(files: Files): Thread {
  const thread = takeThread()
  thread.post({ kind: 'open', ...files })
  return thread
}

/** Stands for the reason that a thread was terminated for. */
export const slow = 'slow'

/**
 * Calls `onTimeout` when one step has had its time. It is measured in time of the processor that this
 * process has used meanwhile, and on the clock as well: on a busy machine a bottle that has hardly
 * run is not stopped, unless it stands still for many times as long.
 */
function watchdog(thread: Thread, milliseconds: number, onTimeout: () => void): NodeJS.Timeout {
  const start = thread.begun
  let seen = start
  let quiet = 0
  let used = 0
  return setInterval(() => {
    const now = thread.begun
    if (now !== seen || now === start) {
      seen = now
      quiet = 0
      used = processorMilliseconds()
      return
    }
    // Counted in ticks of this thread's, which is as slow as the machine is.
    quiet += tickMilliseconds
    const ran = processorMilliseconds() - used
    if (quiet >= milliseconds * standstill || Math.min(quiet, ran) >= milliseconds) onTimeout()
  }, tickMilliseconds)
}

const tickMilliseconds = 25
const standstill = 20

function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function broken(stack: string): Error {
  const error = new Error('the sandbox failed')
  error.stack = stack
  return error
}
