/** No name is longer, and a star takes long to find in a long text: what is behind it says nothing. */
const longest = 256

/** Names that belong together. Case says nothing, and a `*` stands for any text, or none. */
export class NameList {
  readonly names: readonly string[]
  readonly #exact: ReadonlySet<string>
  readonly #pattern: RegExp | undefined

  constructor(...names: readonly string[]) {
    this.names = names
    const lower = names.map((name) => name.toLowerCase())
    this.#exact = new Set(lower.filter((name) => !name.includes('*')))
    const patterns = lower.filter((name) => name.includes('*'))
    const any = patterns.map((name) => name.replaceAll('.', '\\.').replaceAll('*', '.*')).join('|')
    this.#pattern = patterns.length === 0 ? undefined : new RegExp(`^(?:${any})$`, 's')
  }

  has(name: string): boolean {
    const lower = name.toLowerCase()
    return this.#exact.has(lower) || this.#pattern?.test(lower.slice(0, longest)) === true
  }
}

/** Returns the list of the names of a text, which white space divides. */
export function namesIn(text: string): NameList {
  return new NameList(...text.trim().split(/\s+/))
}
