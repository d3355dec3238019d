import type { EvaluationCache } from '../evaluate/cache/evaluation-cache.ts'
import type { ProjectCache } from '../evaluate/cache/project-cache.ts'
import type { DefinitionFile } from '../evaluate/discover.ts'
import type { Evaluated, Memory, Results } from '../evaluate/evaluate.ts'
import type { Input } from '../evaluate/sandbox/protocol.ts'

/**
 * What is known of the bottle files that have been looked at: by file, the members that it gave and
 * the modules that it is made of, or would be. A file that failed has no members.
 */
export class KnownBottles {
  readonly #members = new Map<string, readonly Evaluated[]>()
  readonly #inputs = new Map<string, readonly Input[]>()

  /** The modules that all the bottle files are made of. */
  inputs(): Set<string> {
    return new Set([...this.#inputs.values()].flatMap((inputs) => inputs.map(({ path }) => path)))
  }

  /** The modules that a bottle file is made of, as far as they are known. */
  inputsOf(file: string): readonly string[] {
    return this.#inputs.get(file)?.map(({ path }) => path) ?? []
  }

  /** The same with the hashes of their texts. */
  hashesOf(file: string): readonly Input[] {
    return this.#inputs.get(file) ?? []
  }

  /** Takes the modules that a bottle file is made of. */
  learn(file: string, inputs: readonly Input[]): void {
    this.#inputs.set(file, inputs)
  }

  /** The good members of a file. */
  membersOf(file: string): readonly Evaluated[] {
    return this.#members.get(file) ?? []
  }

  /**
   * Forgets what is out of date, and gives the files that are to be evaluated.
   *
   * @param all Every bottle file that there is.
   * @param files Those that are looked at.
   * @param changed The files that may have changed since the last look. Default: all.
   */
  outdated(
    all: readonly DefinitionFile[],
    files: readonly DefinitionFile[],
    changed: ReadonlySet<string> | undefined,
  ): readonly DefinitionFile[] {
    const names = new Set(all.map(({ file }) => file))
    for (const file of this.#members.keys()) if (!names.has(file)) this.#forget(file)
    const outdated = files.filter(({ file }) => this.#isOutdated(file, changed))
    for (const { file } of outdated) this.#forget(file)
    return outdated
  }

  /** Takes the members that files have given. */
  add(evaluated: readonly Evaluated[]): void {
    for (const each of evaluated) {
      this.#members.set(each.file, [...this.membersOf(each.file), each])
    }
  }

  /** Hears what is evaluated; what earlier runs of the tool know is asked for once. */
  memory(cache: ProjectCache | undefined, isAsked: boolean): Memory {
    return {
      results: async () => this.#results(await cache?.open(), isAsked),
      learn: (file, inputs) => this.learn(file, inputs),
    }
  }

  #results(cache: EvaluationCache | undefined, isAsked: boolean): Results {
    return {
      find: (file) => {
        const outcome = isAsked ? cache?.find(file) : undefined
        if (outcome !== undefined) this.learn(file, cache?.inputsOf(file) ?? [])
        return outcome
      },
      keep: (file, outcome, inputs) => {
        cache?.keep(file, outcome, inputs)
        this.learn(file, inputs)
      },
    }
  }

  #isOutdated(file: string, changed: ReadonlySet<string> | undefined): boolean {
    // Nobody knows what a bad bottle is waiting for.
    if (!this.#members.has(file) || changed === undefined) return true
    return this.#inputs.get(file)?.some(({ path }) => changed.has(path)) ?? true
  }

  #forget(file: string): void {
    this.#members.delete(file)
    this.#inputs.delete(file)
  }
}
