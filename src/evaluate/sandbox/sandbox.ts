import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import type { RecordedCall } from '../definition.ts'
import type { DirectEvaluation } from '../direct/direct.ts'
import { isDirectOff } from '../direct/is-off.ts'
import type { Judgement } from './judging.ts'
import { noJudgement } from './judging.ts'
import type { PackedInputs } from './packed-inputs.ts'
import type { CallTrace, Drafts, StackPlace } from './protocol.ts'
import type { OnOutcome } from './supervised-worker.ts'
import type { Threads } from './threads.ts'

/** A recorded call, and the file that made it. */
export interface CallOfFile {
  readonly file: string
  readonly call: RecordedCall
}

/** The sandbox as the host sees it. What is pure is evaluated beside it, and it starts when it is needed. */
export class Sandbox {
  readonly #project: string
  #drafts: Drafts = new Map()
  #threads: Promise<Threads> | undefined

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
  }

  /** Starts the first thread, which takes a while, if it has not been started. */
  async warm(): Promise<void> {
    const threads = await this.#started()
    threads.warm()
  }

  /**
   * What evaluates pure files without a thread, by the files as they are now; nothing if that is off,
   * or Node.js may not load the parser: the sandbox then says what the machine does not give.
   */
  async direct(): Promise<DirectEvaluation | undefined> {
    if (isDirectOff()) return undefined
    // The parser takes longer to load than the rest of the tool.
    const direct = await import('../direct/direct.ts').catch(() => undefined)
    return direct && new direct.DirectEvaluation(this.#project, this.#drafts)
  }

  /**
   * Evaluates the bottle files, each from the identical heap, and gives each outcome to `onOutcome` as
   * it comes.
   *
   * @returns What is wrong with the modules themselves.
   */
  async evaluate(files: readonly string[], onOutcome: OnOutcome): Promise<readonly Diagnostic[]> {
    if (files.length === 0) return []
    const threads = await this.#started()
    return threads.evaluate(files, onOutcome)
  }

  /** Has policies judge each of the inputs. */
  async judge(policies: readonly string[], given: PackedInputs): Promise<Judgement> {
    if (policies.length === 0 || given.inputs.length === 0) return noJudgement
    const threads = await this.#started()
    return threads.judge(policies, given)
  }

  /** Finds where builder calls were made. */
  async locate(calls: readonly CallOfFile[]): Promise<readonly (Origin | undefined)[]> {
    const open = calls.filter(({ call: { direct } }) => direct?.place === undefined)
    const found = open.length === 0 ? [] : await this.#search(open)
    const byCall = new Map(open.map((each, index) => [each, found[index]]))
    return calls.map((each) => {
      const place = each.call.direct?.place
      return place === undefined ? byCall.get(each) : place.source.originAt(place.offset)
    })
  }

  async #search(calls: readonly CallOfFile[]): Promise<readonly (Origin | undefined)[]> {
    const threads = await this.#started()
    return threads.locate(await this.#placesOf(calls))
  }

  /** Every place that led to builder calls. */
  async traceCalls(calls: readonly CallOfFile[]): Promise<readonly CallTrace[]> {
    if (calls.length === 0) return []
    const threads = await this.#started()
    return threads.traceCalls(await this.#placesOf(calls))
  }

  /** From now on files are read anew, and `drafts` stand for some of them. */
  reload(drafts: Drafts = new Map()): void {
    this.#drafts = drafts
    this.#threads?.then((threads) => threads.reload(drafts))
  }

  async close(): Promise<void> {
    const threads = await this.#threads
    await threads?.close()
  }

  /** What starts threads is loaded with the first. */
  #started(): Promise<Threads> {
    this.#threads ??= import('./threads.ts').then(
      ({ Threads }) => new Threads(this.#project, this.#drafts),
    )
    return this.#threads
  }

  /** The stacks of calls; files that were evaluated directly are evaluated here for theirs. */
  async #placesOf(calls: readonly CallOfFile[]): Promise<readonly StackPlace[]> {
    const files = new Set(calls.flatMap(({ call: { direct } }) => direct?.file ?? []))
    const known = new Map<string, readonly (readonly RecordedCall[])[]>()
    const { decodeDefinition } = await import('../decode.ts')
    await this.evaluate([...files], (file, outcome) => {
      if (outcome.kind !== 'definitions') return
      const decoded = outcome.members.map((json) => decodeDefinition(json))
      const calls = decoded.map((each) => (each.ok ? each.definition.calls : []))
      known.set(file, calls)
    })
    return calls.map(({ file, call }) => {
      const { direct } = call
      const made = direct && known.get(direct.file)?.[direct.member]?.[direct.index]
      const { name, stack } = made ?? call
      return { file, name, stack }
    })
  }
}
