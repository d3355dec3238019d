/** Names that belong together. Case says nothing, and a `*` stands for any text, or none. */
export class NameList {
  readonly names: readonly string[]
  readonly #exact: ReadonlySet<string>
  readonly #patterns: readonly RegExp[]

  constructor(...names: readonly string[]) {
    this.names = names
    const lower = names.map((name) => name.toLowerCase())
    this.#exact = new Set(lower.filter((name) => !name.includes('*')))
    this.#patterns = lower
      .filter((name) => name.includes('*'))
      .map((name) => new RegExp(`^${name.replaceAll('*', '.*')}$`, 's'))
  }

  has(name: string): boolean {
    const lower = name.toLowerCase()
    return this.#exact.has(lower) || this.#patterns.some((pattern) => pattern.test(lower))
  }
}
