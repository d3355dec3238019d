/** Numbers that are the same for a seed, so that a failure can be looked at again. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 2_654_435_761) >>> 0 || 1
  }

  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    this.#state >>>= 0
    return this.#state % sides
  }

  pick<T>(all: readonly T[]): T {
    return all[this.roll(all.length)] as T
  }

  /** As many results of `make` as the dice say, below `most`. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.roll(most) }, make)
  }
}
