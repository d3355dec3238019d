import type { DiagnosticCode } from '../../diagnostic/catalogue.ts'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import { limits } from '../limits.ts'
import type { CallTrace, Drafts, Input, Outcome, Reply, Request, StackPlace } from './protocol.ts'
import type { Thread } from './thread.ts'
import { takeThread } from './thread.ts'

/** Receives how a file ended, and the modules that its result was made of. */
export type OnOutcome = (file: string, outcome: Outcome, inputs: readonly Input[]) => void

/** The files of a project, with the texts that stand for some of them. */
interface Files {
  /** Real path of the project. */
  readonly project: string
  readonly drafts: Drafts
}

/**
 * A thread that evaluates bottle files one after the other, under a watchdog that terminates it
 * when one bottle takes too long and goes on with the rest in a new thread.
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
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(files: readonly string[], onOutcome: OnOutcome): Promise<readonly Diagnostic[]> {
    const diagnostics = new Map<string, Diagnostic>()
    const giveUp = (rest: readonly string[], reason: string) => {
      for (const file of rest) onOutcome(file, notEvaluated(file, reason), [])
    }
    let left = files
    for (let kills = 1; left.length > 0; kills++) {
      const { died, problems, unfinished } = await this.#run(left, onOutcome)
      for (const problem of problems) diagnostics.set(JSON.stringify(problem), problem)
      if (died === undefined) break
      await this.#restart()
      if (unfinished === undefined) {
        giveUp(left, `the files of the project could not be loaded: ${quote(died)}`)
        break
      }
      const [current, ...rest] = unfinished
      if (current !== undefined) onOutcome(current, killed(current, died), [])
      if (kills === limits.kills) {
        giveUp(rest, `synth gave up after stopping ${kills} bottles`)
        break
      }
      left = rest
    }
    return [...diagnostics.values()]
  }

  /**
   * Finds where builder calls were made in the bottle files `files`. No place is
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
  async traceCalls(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly CallTrace[]> {
    let callTraces: readonly CallTrace[] = places.map(() => [])
    const died = await this.#ask({ kind: 'trace', files, places }, (reply) => {
      if (reply.kind !== 'traced') return false
      callTraces = reply.callTraces
      return true
    })
    if (died !== undefined) await this.#restart()
    return callTraces
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
   * Runs until all files are done or the thread has died: `died` says why. The unfinished
   * are not known when it dies before all files are loaded.
   */
  async #run(files: readonly string[], onOutcome: OnOutcome) {
    let problems: readonly Diagnostic[] = []
    let sound = undefined as readonly string[] | undefined
    let finished = 0
    const died = await this.#ask({ kind: 'evaluate', files }, (reply) => {
      if (reply.kind === 'loaded') ({ diagnostics: problems, sound } = reply)
      const file = sound?.[finished]
      if (reply.kind === 'evaluated' && file !== undefined) {
        finished++
        onOutcome(file, reply.outcome, reply.inputs)
      }
      return finished === sound?.length
    })
    return { died, problems, unfinished: sound?.slice(finished) }
  }

  /**
   * Gives the replies to `onReply` until it returns true, for the last one.
   *
   * @returns The reason that the thread died before that: `slow` when a step took too long.
   */
  async #ask(request: Request, onReply: (reply: Reply) => boolean): Promise<string | undefined> {
    const thread = this.#thread
    let watch: NodeJS.Timeout | undefined
    return new Promise<string | undefined>((resolve, reject) => {
      watch = watchdog(thread, () => resolve(slow))
      thread.listen({
        onReply: (reply) => {
          if (reply.kind === 'broken') reject(broken(reply.stack))
          else if (onReply(reply)) resolve(undefined)
        },
        onExit: ({ message }) => resolve(message),
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

const slow = 'slow'

/**
 * Calls `onTimeout` when one step exceeds its limit, by its own clock: a busy host does not count,
 * since the count of steps is checked again first.
 */
function watchdog(thread: Thread, onTimeout: () => void): NodeJS.Timeout {
  const step = 100
  const start = thread.begun
  let seen = start
  let quiet = 0
  return setInterval(() => {
    const now = thread.begun
    quiet = now === seen && now > start ? quiet + step : 0
    seen = now
    if (quiet >= limits.wallMilliseconds) onTimeout()
  }, step)
}

function killed(file: string, reason: string): Outcome {
  const message =
    reason === slow
      ? `the bottle file ran for too long: its limit is ${limits.wallMilliseconds / 1000} s where operations cannot be counted`
      : `the bottle file ended its sandbox: ${quote(reason)}`
  return failed(file, 'BW111', message)
}

function notEvaluated(file: string, reason: string): Outcome {
  return failed(file, 'BW116', `the bottle was not evaluated: ${reason}`)
}

function failed(file: string, code: DiagnosticCode, message: string): Outcome {
  const diagnostic = diagnosticOf(code, message, { origin: { file } })
  return { kind: 'failed', printed: [], diagnostic }
}

function broken(stack: string): Error {
  const error = new Error('the sandbox failed')
  error.stack = stack
  return error
}
