import { posix } from 'node:path'
import { groupBy } from '../../diagnostic/group-by.ts'
import type { SourceHashes } from '../cache/source-hashes.ts'
import { anyFile, stemsOf } from './named-files.ts'

/** A file of the project that the compiler has read. */
export interface CheckedSource {
  readonly hash: string
  /** What it may name as a module, by stems. */
  readonly names: readonly string[]
}

/** A check of types that has found nothing, by all that it depends on. */
export interface CheckedTypes {
  /** The compiler, and how strict it was. */
  readonly rules: string
  /** The bottle files in which nothing was found, nor in what they import. */
  readonly roots: readonly string[]
  readonly sources: Readonly<Record<string, CheckedSource>>
  /** What the compiler asked for, and was not there. */
  readonly absent: readonly string[]
}

/** The files of a project that the compiler was shown, or undefined for those that it was not. */
export type Shown = ReadonlyMap<string, CheckedSource | undefined>

/**
 * What is known of the types of bottle files. A file declares for none but those that import it (the
 * compiler is shown no other), so a change is one of the files that may name it, directly or not.
 */
export class KnownTypes {
  readonly #hashes: SourceHashes
  #kept: CheckedTypes | undefined
  /** What is not as it was, and all that may depend on it. */
  #outdated: ReadonlySet<string> = new Set()

  constructor(hashes: SourceHashes, kept: CheckedTypes | undefined) {
    this.#hashes = hashes
    this.#kept = kept
  }

  get kept(): CheckedTypes | undefined {
    return this.#kept
  }

  /** The files of which it is not known that nothing is wrong with their types. */
  unknown(files: readonly string[], rules: string): readonly string[] {
    const outdated = this.#kept?.rules === rules ? this.#outdatedOf(this.#kept) : undefined
    if (outdated === undefined) this.#kept = undefined
    this.#outdated = outdated ?? new Set()
    const known = new Set(this.#kept?.roots.filter((file) => !this.#outdated.has(file)))
    return files.filter((file) => !known.has(file))
  }

  /** Takes that nothing was found in `files`, for which the compiler was shown these. */
  learn(files: readonly string[], rules: string, shown: Shown): void {
    const isCurrent = (file: string) => !this.#outdated.has(file)
    const { roots = [], sources = {}, absent = [] } = this.#kept ?? {}
    const read = [...shown].flatMap(([path, source]) => (source ? [[path, source] as const] : []))
    const missing = [...shown].flatMap(([path, source]) => (source ? [] : [path]))
    this.#kept = {
      rules,
      roots: [...new Set([...roots.filter(isCurrent), ...files])],
      sources: Object.fromEntries([
        ...Object.entries(sources).filter(([path]) => isCurrent(path)),
        ...read,
      ]),
      absent: [...new Set([...absent, ...missing])],
    }
    this.#outdated = new Set()
  }

  /** Nothing when it may be all of them: what a name leads to may be another file. */
  #outdatedOf({ sources, absent }: CheckedTypes): ReadonlySet<string> | undefined {
    if (absent.some((path) => this.#hashes.of(path) !== undefined)) return undefined
    const all = Object.entries(sources)
    const outdated = new Set(
      all.flatMap(([path, { hash }]) => (this.#hashes.of(path) === hash ? [] : [path])),
    )
    if (outdated.size === 0) return outdated
    if (all.some(([path]) => posix.basename(path) === 'package.json')) return undefined
    const named = all.flatMap(([path, { names }]) => names.map((name) => ({ name, path })))
    const byName = groupBy(named, ({ name }) => name)
    // A set that grows while it is iterated over is iterated over to its end.
    for (const path of outdated) {
      for (const name of [anyFile, ...stemsOf(path)]) {
        for (const other of byName.get(name) ?? []) outdated.add(other.path)
      }
    }
    return outdated
  }
}
