import { giveUp } from './give-up.ts'
import type { CallPlaceNode } from './nodes.ts'

/**
 * The limits of a module that is evaluated directly: all of them far below what the sandbox gives a
 * bottle, so that whatever comes to its end here would come to its end there.
 */
export const directLimits = {
  /** Most nodes that are evaluated. */
  steps: 20_000,
  /** Deepest nesting of calls. */
  calls: 32,
  /** Deepest nesting of the source: the engine's own parser has a bounded stack. */
  nesting: 24,
  /** Most links of one chain of calls and properties. */
  links: 200,
  /** Most text and elements that are made on the way, in UTF-16 code units and elements. */
  growth: 64 * 1024,
  /** Most steps of regular expressions, at worst. */
  matching: 200_000,
  /** Most calls of the authoring language. */
  languageCalls: 200,
  /** Most values that these calls take together. */
  taken: 2_000,
  /** Deepest nesting of a value that the authoring language takes. */
  depth: 8,
  /** Longest definition, in UTF-16 code units. */
  definitionLength: 128 * 1024,
} as const

/** What is left of the limits for one module, and where its evaluation is. */
export class Budget {
  /** The call of the source that is under way. */
  place: CallPlaceNode = { called: undefined, at: '' }
  #steps: number = directLimits.steps
  #growth: number = directLimits.growth
  #matching: number = directLimits.matching
  #languageCalls: number = directLimits.languageCalls
  #taken: number = directLimits.taken
  #calls = 0

  step(): void {
    if (--this.#steps < 0) giveUp()
  }

  /** Accounts for what is about to be made. */
  grow(amount: number): void {
    this.#growth -= amount
    if (!(this.#growth >= 0)) giveUp()
  }

  /** Accounts for the most steps that a regular expression can take. */
  match(steps: number): void {
    this.#matching -= steps
    if (!(this.#matching >= 0)) giveUp()
  }

  callLanguage(): void {
    if (--this.#languageCalls < 0) giveUp()
  }

  take(): void {
    if (--this.#taken < 0) giveUp()
  }

  enter(): void {
    if (++this.#calls > directLimits.calls) giveUp()
  }

  leave(): void {
    this.#calls--
  }
}
