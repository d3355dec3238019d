import type { DiagnosticCode } from '../../diagnostic/catalogue.ts'
import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import { limits } from '../limits.ts'
import { subjectOf } from '../subject.ts'
import type { Outcome } from './protocol.ts'
import type { OnOutcome, SupervisedWorker } from './supervised-worker.ts'
import { slow } from './supervised-worker.ts'

/** The workers, of which the second is started when there is work for two. */
export type Workers = readonly [() => SupervisedWorker, () => SupervisedWorker]

/**
 * Evaluates bottle files in two rounds, so that no bottle decides about another. In the first each
 * file has a short time, many times what a bottle needs. Those that were stopped have equal shares
 * of a longer one in the second, whatever their names and their order.
 */
export class Rounds {
  readonly #workers: Workers
  readonly #onOutcome: OnOutcome
  readonly #diagnostics = new Map<string, Diagnostic>()
  readonly #busy = new Set<number>()
  #queue: (readonly string[])[] = []
  /** The time of one file in this round, in milliseconds. */
  #share: number = limits.firstMilliseconds
  /** The files that a thread died of in this round, with the reason. */
  #stopped = new Map<string, string>()
  #stops = 0

  constructor(workers: Workers, onOutcome: OnOutcome) {
    this.#workers = workers
    this.#onOutcome = onOutcome
  }

  /** @returns What is wrong with the modules themselves. */
  async run(files: readonly string[]): Promise<readonly Diagnostic[]> {
    await this.#round(files.length < limits.secondThreadFrom ? [files] : halves(files))
    const long = [...this.#stopped.keys()]
    this.#share = Math.min(limits.wallMilliseconds, limits.longMilliseconds / long.length)
    if (this.#share > limits.firstMilliseconds) {
      this.#stopped = new Map()
      await this.#round(long.map((file) => [file]))
    }
    for (const [file, died] of this.#stopped) {
      this.#onOutcome(file, died === slow ? this.#tooLong(file) : ended(file, died), [])
    }
    return [...this.#diagnostics.values()]
  }

  async #round(queue: (readonly string[])[]): Promise<void> {
    this.#queue = queue
    await this.#work(0)
  }

  /** Takes files off the queue until there are none, with the other worker when there are more. */
  async #work(worker: 0 | 1): Promise<void> {
    this.#busy.add(worker)
    const other = worker === 0 ? 1 : 0
    const helpers: Promise<void>[] = []
    for (let files = this.#queue.shift(); files !== undefined; files = this.#queue.shift()) {
      if (this.#queue.length > 0 && !this.#busy.has(other)) {
        const helper = this.#work(other)
        helper.catch(() => {}) // it is awaited below, unless this worker fails first
        helpers.push(helper)
      }
      await this.#evaluate(this.#workers[worker](), files)
    }
    this.#busy.delete(worker)
    await Promise.all(helpers)
  }

  async #evaluate(worker: SupervisedWorker, files: readonly string[]): Promise<void> {
    if (this.#stops >= limits.stops) return this.#giveUp(files, tooMany)
    const { died, problems, unfinished } = await worker.evaluate(
      files,
      this.#share,
      this.#onOutcome,
    )
    for (const problem of problems) this.#diagnostics.set(JSON.stringify(problem), problem)
    if (died === undefined) return
    if (unfinished === undefined) {
      if (files.length > 1) this.#queue.unshift(...halves(files))
      else this.#giveUp(files, `what it is made of cannot be loaded: ${quote(died)}`)
      return
    }
    this.#stops++
    const [current, ...rest] = unfinished
    if (current !== undefined) this.#stopped.set(current, died)
    if (rest.length > 0) this.#queue.unshift(...halves(rest))
  }

  #giveUp(files: readonly string[], reason: string): void {
    for (const file of files) {
      this.#onOutcome(file, failed(file, 'BW116', `the bottle was not evaluated: ${reason}`), [])
    }
  }

  #tooLong(file: string): Outcome {
    const { name } = subjectOf(file)
    if (this.#share === limits.wallMilliseconds) {
      return failed(file, 'BW111', `${name} ${ranTooLong(limits.wallMilliseconds)}`)
    }
    return failed(file, 'BW116', `the bottle was not evaluated to its end: ${shared}`)
  }
}

/** What is said of a file that was stopped. */
export function ranTooLong(milliseconds: number): string {
  return `ran for too long: its limit is ${milliseconds / 1000} s where operations cannot be counted`
}

const shared = `it runs for more than ${limits.firstMilliseconds / 1000} s, as do others, and they have ${limits.longMilliseconds / 1000} s together`

const tooMany = `synth gave up after stopping ${limits.stops} bottles`

function ended(file: string, reason: string): Outcome {
  return failed(file, 'BW111', `${subjectOf(file).name} ended its sandbox: ${quote(reason)}`)
}

function failed(file: string, code: DiagnosticCode, message: string): Outcome {
  const diagnostic = diagnosticOf(code, message, { origin: { file } })
  return { kind: 'failed', printed: [], diagnostic }
}

/** The first half of a list and the second, without one that is empty. */
export function halves<T>(all: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(all.length / 2)
  return [all.slice(0, middle), all.slice(middle)].filter((half) => half.length > 0)
}
