/** The comments of a Smolfile, each to be taken once: what nobody takes is not lost. */
export class CommentSupply {
  readonly #left: Map<string, readonly string[]>

  constructor(byPath: ReadonlyMap<string, readonly string[]>) {
    this.#left = new Map(byPath)
  }

  /** The comments of the setting at `path`. */
  take(path: string): readonly string[] {
    const comments = this.#left.get(path) ?? []
    this.#left.delete(path)
    return comments
  }

  /** Those of `path` and of all settings in it that have not been taken. */
  takeAll(path: string): readonly string[] {
    const paths = [...this.#left.keys()].filter(
      (each) => each === path || each.startsWith(`${path}.`) || each.startsWith(`${path}[`),
    )
    return paths.flatMap((each) => this.take(each))
  }

  /** All that are left. */
  rest(): readonly string[] {
    return [...this.#left.keys()].flatMap((path) => this.take(path))
  }
}
