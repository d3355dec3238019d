import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { DefinitionFile } from '../evaluate/discover.ts'
import type { KnownTypes } from '../evaluate/types/known-types.ts'
import type { FoundTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import { noTypeErrors } from '../evaluate/types/merge-type-errors.ts'
import type { SpareCompiler } from '../evaluate/types/spare-compiler.ts'

/** The types of a project that is looked at again and again. */
export class TypeChecks {
  readonly #project: string
  #errors: readonly Diagnostic[] = []
  #spare: SpareCompiler | undefined

  /** @param project Real path of the project. */
  constructor(project: string) {
    this.#project = project
  }

  /**
   * Whether the types of the outdated bottles are enough for now: what is written has them. Another
   * bottle may name the types of a file that it does not evaluate, so all are to be checked after.
   * When a file has changed that no bottle is made of, it may hold types alone.
   *
   * @param inputs The files that bottles are made of.
   */
  arePartial(
    inputs: ReadonlySet<string>,
    outdated: readonly DefinitionFile[],
    changed: ReadonlySet<string> | undefined,
  ): boolean {
    if (changed === undefined || changed.size === 0 || this.#errors.length > 0) return false
    const known = new Set([...inputs, ...outdated.map(({ file }) => file)])
    return [...changed].every((file) => known.has(file))
  }

  /** Has a compiler wait for the next check. */
  async prepare(): Promise<void> {
    const { SpareCompiler } = await import('../evaluate/types/spare-compiler.ts')
    this.#spare ??= new SpareCompiler(this.#project)
    this.#spare.prepare()
  }

  /** Ends the compiler that waits. */
  end(): void {
    this.#spare?.end()
  }

  /**
   * The type errors that there are in files and what they import; none of no files.
   *
   * @param known The types as far as they are known.
   */
  async check(
    files: readonly string[] | undefined,
    known: KnownTypes | undefined,
  ): Promise<FoundTypeErrors> {
    if (files === undefined) return noTypeErrors
    const { checkTypes } = await import('../evaluate/types/check-types.ts')
    const found = await checkTypes(this.#project, files, known, this.#spare)
    this.#errors = found.errors
    return found
  }
}
