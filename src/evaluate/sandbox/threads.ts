import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import type { Judgement } from './judging.ts'
import { Judging, noJudgement } from './judging.ts'
import type { PackedInputs } from './packed-inputs.ts'
import type { CallTrace, Drafts, StackPlace } from './protocol.ts'
import { Rounds } from './rounds.ts'
import type { OnOutcome } from './supervised-worker.ts'
import { SupervisedWorker } from './supervised-worker.ts'
import { SandboxUnavailable, unavailable } from './unavailable.ts'

/**
 * The threads of a sandbox: one, and a second for a large project or one with bottles that have to be
 * stopped. A bottle's result does not depend on which thread it runs in, nor on when.
 */
export class Threads {
  readonly #project: string
  #drafts: Drafts
  #first: SupervisedWorker | undefined
  #second: SupervisedWorker | undefined

  constructor(project: string, drafts: Drafts) {
    this.#project = project
    this.#drafts = drafts
  }

  /** Starts the first thread, which takes a while, if it has not been started. */
  warm(): SupervisedWorker {
    this.#first ??= this.#startWorker()
    return this.#first
  }

  async evaluate(files: readonly string[], onOutcome: OnOutcome): Promise<readonly Diagnostic[]> {
    try {
      return await new Rounds([() => this.warm(), () => this.#help()], onOutcome).run(files)
    } catch (error) {
      if (error instanceof SandboxUnavailable) return [unavailable(error)]
      throw error
    }
  }

  /** Has policies judge each of the inputs. */
  async judge(policies: readonly string[], given: PackedInputs): Promise<Judgement> {
    const judging = new Judging([() => this.warm(), () => this.#help()], policies, given)
    try {
      return await judging.run()
    } catch (error) {
      if (!(error instanceof SandboxUnavailable)) throw error
      return { ...noJudgement, failures: [unavailable(error)] }
    }
  }

  async locate(places: readonly StackPlace[]): Promise<readonly (Origin | undefined)[]> {
    return this.warm().locate(places).catch(nowhere(places, undefined))
  }

  async traceCalls(places: readonly StackPlace[]): Promise<readonly CallTrace[]> {
    return this.warm().traceCalls(places).catch(nowhere(places, []))
  }

  reload(drafts: Drafts): void {
    this.#drafts = drafts
    this.#first?.reload(drafts)
    this.#second?.reload(drafts)
  }

  async close(): Promise<void> {
    await Promise.all([this.#first?.close(), this.#second?.close()])
  }

  #help(): SupervisedWorker {
    this.#second ??= this.#startWorker()
    return this.#second
  }

  #startWorker(): SupervisedWorker {
    return new SupervisedWorker({ project: this.#project, drafts: this.#drafts })
  }
}

/** Where no thread can be started there are no places: they are for display only. */
function nowhere<T>(places: readonly StackPlace[], none: T): (error: unknown) => readonly T[] {
  return (error) => {
    if (error instanceof SandboxUnavailable) return places.map(() => none)
    throw error
  }
}
