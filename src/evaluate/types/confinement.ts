import { mayReachOut } from '../front-end/may-reach-out.ts'
import { confined } from '../front-end/probe.ts'

/**
 * Which sources declare for none but those that import them. All bottles are checked as one
 * program, so the compiler sees no other source: it would change what is said of another bottle.
 */
export class Confinement {
  readonly #known = new Map<string, boolean>()
  readonly #asked = new Set<string>()

  /** Whether a source is known to be confined. One of which nothing is known is asked for. */
  has(text: string): boolean {
    if (!mayReachOut(text)) return true
    const known = this.#known.get(text)
    if (known === undefined) this.#asked.add(text)
    return known ?? false
  }

  /** Finds out about what was asked for, in processes that parse it; whether there was anything. */
  async settle(): Promise<boolean> {
    if (this.#asked.size === 0) return false
    const texts = [...this.#asked]
    this.#asked.clear()
    const found = await confined(texts)
    for (const text of texts) this.#known.set(text, found.has(text))
    return true
  }
}
