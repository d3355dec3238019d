import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import type { RecordedCall } from '../definition.ts'
import { DirectEvaluation } from '../direct/direct.ts'
import { isDirectOff } from '../direct/is-off.ts'
import type { CallTrace, Drafts, StackPlace } from './protocol.ts'
import { Rounds } from './rounds.ts'
import type { OnOutcome } from './supervised-worker.ts'
import { SupervisedWorker } from './supervised-worker.ts'
import { SandboxUnavailable, unavailable } from './unavailable.ts'

/**
 * The sandbox as the host sees it. It has one thread, and a second for a large project or one with
 * bottles that have to be stopped. A bottle's result does not depend on which thread it runs in, nor
 * on when.
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
   * it comes.
   *
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(files: readonly string[], onOutcome: OnOutcome): Promise<readonly Diagnostic[]> {
    if (files.length === 0) return []
    try {
      return await new Rounds([() => this.warm(), () => this.#help()], onOutcome).run(files)
    } catch (error) {
      if (error instanceof SandboxUnavailable) return [unavailable(error)]
      throw error
    }
  }

  /** What evaluates pure files without the sandbox, by the files as they are now; nothing if that is off. */
  direct(): DirectEvaluation | undefined {
    return isDirectOff() ? undefined : new DirectEvaluation(this.#project, this.#drafts)
  }

  /** Finds where builder calls were made; `files` are the bottle files that they come from. */
  async locate(
    files: readonly string[],
    calls: readonly RecordedCall[],
  ): Promise<readonly (Origin | undefined)[]> {
    if (calls.length === 0) return []
    const places = await this.#placesOf(calls)
    return this.warm().locate(files, places).catch(nowhere(places, undefined))
  }

  /** From now on files are read anew, and `drafts` stand for some of them. */
  reload(drafts: Drafts = new Map()): void {
    this.#drafts = drafts
    this.#first?.reload(drafts)
    this.#second?.reload(drafts)
  }

  #help(): SupervisedWorker {
    this.#second ??= this.#startWorker()
    return this.#second
  }

  #startWorker(): SupervisedWorker {
    return new SupervisedWorker({ project: this.#project, drafts: this.#drafts })
  }

  /** Every place that led to builder calls. */
  async traceCalls(
    files: readonly string[],
    calls: readonly RecordedCall[],
  ): Promise<readonly CallTrace[]> {
    if (calls.length === 0) return []
    const places = await this.#placesOf(calls)
    return this.warm().traceCalls(files, places).catch(nowhere(places, []))
  }

  /** The stacks of calls; files that were evaluated directly are evaluated here for theirs. */
  async #placesOf(calls: readonly RecordedCall[]): Promise<readonly StackPlace[]> {
    const files = new Set(calls.flatMap(({ unlocated }) => unlocated?.file ?? []))
    const known = new Map<string, readonly StackPlace[]>()
    const { decodeDefinition } = await import('../decode.ts')
    await this.evaluate([...files], (file, outcome) => {
      if (outcome.kind !== 'definitions') return
      const [decoded] = outcome.members.map((json) => decodeDefinition(json))
      if (decoded?.ok) known.set(file, decoded.definition.calls)
    })
    return calls.map(({ name, stack, unlocated }) => {
      if (unlocated === undefined) return { name, stack }
      return known.get(unlocated.file)?.[unlocated.index] ?? { name, stack }
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.#first?.close(), this.#second?.close()])
  }
}

/** Where no thread can be started there are no places: they are for display only. */
function nowhere<T>(places: readonly StackPlace[], none: T): (error: unknown) => readonly T[] {
  return (error) => {
    if (error instanceof SandboxUnavailable) return places.map(() => none)
    throw error
  }
}
