import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote } from '../../diagnostic/text.ts'
import { limits } from '../limits.ts'
import type { PackedInputs } from './packed-inputs.ts'
import type { Judged, Reported } from './protocol.ts'
import type { Workers } from './rounds.ts'
import { halves, ranTooLong } from './rounds.ts'
import { slow } from './supervised-worker.ts'

/** What came of judging. */
export interface Judgement {
  /** By the index of the input: what each policy reports, by the policy's file. */
  readonly reports: readonly ReadonlyMap<string, readonly Reported[]>[]
  /** By the index of the input. */
  readonly printed: readonly (readonly string[])[]
  /** Of each policy that came to no end, once. */
  readonly failures: readonly Diagnostic[]
}

export const noJudgement: Judgement = { reports: [], printed: [], failures: [] }

/** After how many inputs that a thread died of the rest is judged apart. */
const mostDeaths = 3

/**
 * Has policies judge inputs, each from the identical heap. At first all policies judge an input
 * together, which is the same as one by one and takes far less. Where that comes to no end, it is found
 * out which of them does not; it is named, with the first input, and judges no more.
 */
export class Judging {
  readonly #workers: Workers
  readonly #shared: string
  readonly #inputs: readonly string[]
  readonly #reports: Map<string, readonly Reported[]>[]
  readonly #printed: (readonly string[])[]
  readonly #failures: Diagnostic[] = []
  #policies: readonly string[]

  constructor(workers: Workers, policies: readonly string[], { shared, inputs }: PackedInputs) {
    this.#workers = workers
    this.#policies = policies
    this.#shared = shared
    this.#inputs = inputs
    this.#reports = inputs.map(() => new Map())
    this.#printed = inputs.map(() => [])
  }

  async run(): Promise<Judgement> {
    let left: readonly number[] = this.#inputs.map((_, index) => index)
    while (left.length > 0 && this.#policies.length > 0) {
      left = await this.#judgeTogether(left)
      const failed = this.#failures.length
      // Each has operations enough for itself, where all have not enough together.
      while (left.length > 0 && this.#failures.length === failed) {
        const [first = 0, ...rest] = left
        await this.#judgeApart(first)
        left = rest
      }
    }
    return { reports: this.#reports, printed: this.#printed, failures: this.#failures }
  }

  /** @returns The inputs that not all policies came to an end with. */
  async #judgeTogether(all: readonly number[]): Promise<readonly number[]> {
    const parts = all.length < limits.secondJudgeFrom ? [all] : halves(all)
    const left = await Promise.all(parts.map((part, index) => this.#judgePart(part, index)))
    return left.flat()
  }

  async #judgePart(part: readonly number[], worker: number): Promise<readonly number[]> {
    const left: number[] = []
    let rest = part
    for (let deaths = 0; rest.length > 0 && deaths < mostDeaths; deaths++) {
      let done = 0
      const died = await this.#workers[worker === 0 ? 0 : 1]().judge(
        this.#policies,
        this.#packed(rest),
        limits.firstMilliseconds,
        (judged) => {
          const index = rest[done++] ?? 0
          if (!this.#keep(index, this.#policies, judged)) left.push(index)
        },
      )
      if (died !== undefined) left.push(...rest.slice(done, done + 1))
      rest = rest.slice(done + 1)
    }
    return [...left, ...rest]
  }

  async #judgeApart(index: number): Promise<void> {
    const input = this.#packed([index])
    this.#printed[index] = []
    for (const file of this.#policies) {
      let judged: Judged | undefined
      const hear = (heard: Judged) => {
        judged = heard
      }
      const worker = this.#workers[0]()
      const died = await worker.judge([file], input, limits.policyMilliseconds, hear)
      if (judged !== undefined && this.#keep(index, [file], judged)) continue
      const diagnostic = judged?.kind === 'failed' ? judged.diagnostic : undefined
      this.#failures.push(diagnostic ?? stopped(file, died ?? 'it said nothing'))
      this.#policies = this.#policies.filter((each) => each !== file)
    }
  }

  #packed(indices: readonly number[]): PackedInputs {
    return { shared: this.#shared, inputs: indices.map((index) => this.#inputs[index] ?? '') }
  }

  #keep(index: number, policies: readonly string[], judged: Judged): boolean {
    if (judged.kind === 'failed') return false
    for (const [each, file] of policies.entries()) {
      this.#reports[index]?.set(file, judged.reports[each] ?? [])
    }
    this.#printed[index] = [...(this.#printed[index] ?? []), ...judged.printed]
    return true
  }
}

function stopped(file: string, died: string): Diagnostic {
  const reason =
    died === slow ? ranTooLong(limits.policyMilliseconds) : `ended its sandbox: ${quote(died)}`
  return diagnosticOf('BW111', `the policy ${reason}`, { origin: { file } })
}
