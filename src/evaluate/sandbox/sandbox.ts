import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'
import type { CallTrace, Drafts, StackPlace } from './protocol.ts'
import type { OnOutcome } from './supervised-worker.ts'
import { SupervisedWorker } from './supervised-worker.ts'

/**
 * The sandbox as the host sees it. It has one thread, and a second for a large project. A bottle's
 * result does not depend on which thread it runs in, nor on when.
 */
export class Sandbox {
  readonly #project: string
  #drafts: Drafts = new Map()
  #first: SupervisedWorker | undefined
  #second: SupervisedWorker | undefined

  /**
   * Nothing is started before it is needed.
   *
   * @param project Real path of the project.
   */
  constructor(project: string) {
    this.#project = project
  }

  /** Starts the first thread, which takes a while, if it has not been started. */
  warm(): SupervisedWorker {
    this.#first ??= this.#startWorker()
    return this.#first
  }

  /**
   * Evaluates the bottle files, each from the identical heap, and gives each outcome to `onOutcome` as
   * it comes. With two threads each has one half of the files, and gives up for itself.
   *
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(files: readonly string[], onOutcome: OnOutcome): Promise<readonly Diagnostic[]> {
    if (files.length === 0) return []
    const worker = this.warm()
    if (files.length < limits.secondThreadFrom) return worker.evaluate(files, onOutcome)
    this.#second ??= this.#startWorker()
    const middle = Math.ceil(files.length / 2)
    const [first, second] = await Promise.all([
      worker.evaluate(files.slice(0, middle), onOutcome),
      this.#second.evaluate(files.slice(middle), onOutcome),
    ])
    // A module that both halves import is reported by both.
    const known = new Set(first.map((diagnostic) => JSON.stringify(diagnostic)))
    return [...first, ...second.filter((diagnostic) => !known.has(JSON.stringify(diagnostic)))]
  }

  /** Finds where builder calls were made; `files` are the bottle files that they come from. */
  async locate(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly (Origin | undefined)[]> {
    return places.length === 0 ? [] : this.warm().locate(files, places)
  }

  /** From now on files are read anew, and `drafts` stand for some of them. */
  reload(drafts: Drafts = new Map()): void {
    this.#drafts = drafts
    this.#first?.reload(drafts)
    this.#second?.reload(drafts)
  }

  #startWorker(): SupervisedWorker {
    return new SupervisedWorker({ project: this.#project, drafts: this.#drafts })
  }

  /** Every place that led to builder calls. */
  async traceCalls(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly CallTrace[]> {
    return this.warm().traceCalls(files, places)
  }

  async close(): Promise<void> {
    await Promise.all([this.#first?.close(), this.#second?.close()])
  }
}
