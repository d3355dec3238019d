import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { limits } from '../limits.ts'

/** The errors that the compiler has found. */
export interface FoundTypeErrors {
  readonly errors: readonly Diagnostic[]
  /** The files that errors are about which the compiler was not shown. */
  readonly refused: ReadonlyMap<Diagnostic, string>
  /** Whether one of them is of no file of code: of the compiler's settings, or of the compiler. */
  readonly isGeneral: boolean
}

export const noTypeErrors: FoundTypeErrors = { errors: [], refused: new Map(), isGeneral: false }

/** The result of checking a project's types. */
export interface TypeVerdict {
  /** The bottle files that have a type error, or evaluate a file that has one; or all. */
  readonly bad: ReadonlySet<string> | 'all'
  /** The errors that are still to be reported. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The compiler's errors beside what the tool says in words of its own.
 *
 * @param files The bottle files.
 * @param inputsOf The files that a bottle file evaluates.
 */
export function mergeTypeErrors(
  { errors, refused, isGeneral }: FoundTypeErrors,
  told: readonly Diagnostic[],
  files: readonly string[],
  inputsOf: (file: string) => readonly string[],
): TypeVerdict {
  const wrong = told.filter(({ severity }) => severity === 'error')
  const modules = wrong.filter(({ code }) => moduleProblems.has(code))
  const unlinked = linesOf(modules)
  const unparsed = new Set(modules.filter(({ code }) => code === 'BW104').map(fileOf))
  const counted = errors.filter(
    (error) => !unlinked.has(lineOf(error)) && !unparsed.has(fileOf(error)),
  )
  const bottles = new Set(files)
  const lines = linesOf(wrong)
  const unsound = new Set(modules.map(fileOf))
  const isTold = (error: Diagnostic) =>
    unsound.has(refused.get(error) ?? '') ||
    (bottles.has(fileOf(error)) && lines.has(lineOf(error)))
  const diagnostics = firstErrors(counted.filter((error) => !isTold(error)))
  if (isGeneral) return { bad: 'all', diagnostics }
  const faulty = new Set(counted.map(fileOf))
  const isBad = (file: string) =>
    faulty.has(file) || inputsOf(file).some((each) => faulty.has(each))
  return { bad: new Set(faulty.size === 0 ? [] : files.filter(isBad)), diagnostics }
}

/** Errors of a module, for which the sandbox leaves out all bottles that import it. */
const moduleProblems: ReadonlySet<string> = new Set([
  'BW100',
  'BW101',
  'BW102',
  'BW103',
  'BW104',
  'BW107',
])

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
