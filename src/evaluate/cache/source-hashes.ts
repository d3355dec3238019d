import { contentHash } from '../content-hash.ts'
import { readSource } from '../front-end/read.ts'

/** The hashes of a project's sources, of which each is read once, by the rules of sources. */
export class SourceHashes {
  readonly #project: string
  readonly #hashes = new Map<string, string | undefined>()
  readonly #folders = new Map<string, string | undefined>()

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
  }

  /** The hash of a file's text; nothing when it cannot be read. */
  of(path: string): string | undefined {
    if (!this.#hashes.has(path)) {
      const read = readSource(this.#project, path, this.#folders)
      this.#hashes.set(path, read.ok ? contentHash(read.text) : undefined)
    }
    return this.#hashes.get(path)
  }
}
