import type { DiagnosticCode } from '../diagnostic/catalogue.ts'
import type { Problem } from '../diagnostic/problem.ts'
import { problemAt } from '../diagnostic/problem.ts'
import { count } from '../diagnostic/text.ts'

/** The most problems of one code that are shown of one Smolfile: nobody reads more. */
const mostOfCode = 100

/** The problems of one Smolfile: of each code the first ones, and how many more there are. */
export class ProblemList {
  readonly #problems: Problem[] = []
  readonly #counts = new Map<DiagnosticCode, number>()

  /** Adds a problem of the code, which is made when it is to be shown. */
  add(code: DiagnosticCode, make: () => Problem): void {
    const number = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, number)
    if (number <= mostOfCode) this.#problems.push(make())
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  all(): readonly Problem[] {
    const rest = [...this.#counts].flatMap(([code, number]) => {
      const more = count(number - mostOfCode, 'more problem')
      return number <= mostOfCode ? [] : [problemAt(code, '', `${more} of this code`)]
    })
    return [...this.#problems, ...rest]
  }
}
