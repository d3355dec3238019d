import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'
import { readGuestModules } from './guest-modules.ts'
import { Lane } from './lane.ts'
import type { Drafts, GuestModule, Outcome, StackPlace, Trail } from './protocol.ts'

/**
 * The sandbox as the host sees it. It has one thread, and a second for a large project. A bottle's
 * result does not depend on which thread it runs in, nor on when.
 */
export class Sandbox {
  readonly #project: string
  #drafts: Drafts
  readonly #guest: readonly GuestModule[]
  readonly #first: Lane
  #second: Lane | undefined

  private constructor(project: string, drafts: Drafts, guest: readonly GuestModule[]) {
    this.#project = project
    this.#drafts = drafts
    this.#guest = guest
    this.#first = this.#startLane()
  }

  /**
   * Starts the sandbox.
   *
   * @param project Real path of the project.
   * @param drafts Texts that stand for files of the project.
   */
  static async start(project: string, drafts: Drafts = new Map()): Promise<Sandbox> {
    return new Sandbox(project, drafts, await readGuestModules())
  }

  /**
   * Evaluates the bottle files, each from the identical heap, and gives each outcome to `hear` as
   * it comes. With two threads each has one half of the files, and gives up for itself.
   *
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(
    files: readonly string[],
    hear: (file: string, outcome: Outcome) => void,
  ): Promise<readonly Diagnostic[]> {
    if (files.length < limits.secondThreadFrom) return this.#first.evaluate(files, hear)
    this.#second ??= this.#startLane()
    const middle = Math.ceil(files.length / 2)
    const [first, second] = await Promise.all([
      this.#first.evaluate(files.slice(0, middle), hear),
      this.#second.evaluate(files.slice(middle), hear),
    ])
    // A module that both halves import is reported by both.
    const known = new Set(first.map((diagnostic) => JSON.stringify(diagnostic)))
    return [...first, ...second.filter((diagnostic) => !known.has(JSON.stringify(diagnostic)))]
  }

  /** Where builder calls were made; `files` are the bottle files that they come from. */
  async locate(
    files: readonly string[],
    places: readonly StackPlace[],
  ): Promise<readonly (Origin | undefined)[]> {
    return this.#first.locate(files, places)
  }

  /** From now on files are read anew, and `drafts` stand for some of them. */
  reload(drafts: Drafts = new Map()): void {
    this.#drafts = drafts
    this.#first.reload(drafts)
    this.#second?.reload(drafts)
  }

  #startLane(): Lane {
    return new Lane({ project: this.#project, drafts: this.#drafts, guest: this.#guest })
  }

  /** Every place that led to builder calls. */
  async trail(files: readonly string[], places: readonly StackPlace[]): Promise<readonly Trail[]> {
    return this.#first.trail(files, places)
  }

  async close(): Promise<void> {
    await Promise.all([this.#first.close(), this.#second?.close()])
  }
}
