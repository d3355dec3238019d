import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'

/** The result of checking a project's types. */
export interface TypeVerdict {
  /** The bottle files that have a type error. */
  readonly bad: ReadonlySet<string>
  /** Whether there is an error in what bottles import, or in no file: one of them all. */
  readonly isShared: boolean
  /** The errors that are still to be reported. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The compiler's errors beside what the tool says in words of its own.
 *
 * @param files The bottle files.
 */
export function mergeTypeErrors(
  errors: readonly Diagnostic[],
  told: readonly Diagnostic[],
  files: readonly string[],
): TypeVerdict {
  const bottles = new Set(files)
  const wrong = told.filter(({ severity }) => severity === 'error')
  const modules = wrong.filter(({ code }) => moduleProblems.has(code))
  const unlinked = linesOf(modules)
  const unparsed = new Set(modules.filter(({ code }) => code === 'BW104').map(fileOf))
  const counted = errors.filter(
    (error) => !unlinked.has(lineOf(error)) && !unparsed.has(fileOf(error)),
  )
  const lines = linesOf(wrong)
  const isTold = (error: Diagnostic) => bottles.has(fileOf(error)) && lines.has(lineOf(error))
  return {
    bad: new Set(counted.map(fileOf)),
    isShared: counted.some((error) => !bottles.has(fileOf(error))),
    diagnostics: firstErrors(counted.filter((error) => !isTold(error))),
  }
}

/** Errors of a module, for which the sandbox leaves out all bottles that import it. */
const moduleProblems: ReadonlySet<string> = new Set(['BW100', 'BW101', 'BW102', 'BW103', 'BW104'])

function fileOf({ origin }: { readonly origin?: Origin }): string {
  return origin?.file ?? ''
}

function lineOf({ origin }: Diagnostic): string {
  return `${origin?.file}:${origin?.line}`
}

/** Two errors that are on no line have nothing in common. */
function linesOf(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(diagnostics.filter(({ origin }) => origin?.line !== undefined).map(lineOf))
}

function firstErrors(errors: readonly Diagnostic[]): readonly Diagnostic[] {
  const more = errors.length - limits.problems
  if (more <= 0) return errors
  const message = `there are ${more} more type errors`
  return [...errors.slice(0, limits.problems), diagnosticOf('BW105', message)]
}
