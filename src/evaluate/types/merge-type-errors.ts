import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import type { SourceText } from '../front-end/positions.ts'
import { limits } from '../limits.ts'

/** The errors that the compiler has found. */
export interface FoundTypeErrors {
  readonly errors: readonly Diagnostic[]
  /** The files that errors are about which the compiler was not shown. */
  readonly refused: ReadonlyMap<Diagnostic, string>
  /** Whether one of them is of no file of code: of the compiler's settings, or of the compiler. */
  readonly isGeneral: boolean
  /** The source of a file that an error is in. */
  readonly sourceOf: (file: string) => SourceText | undefined
}

/** What a check has found that has found nothing. */
export const noTypeErrors: FoundTypeErrors = {
  errors: [],
  refused: new Map(),
  isGeneral: false,
  sourceOf: () => undefined,
}

/** The result of checking a project's types. */
export interface TypeVerdict {
  /** The bottle files that have a type error, or evaluate a file that has one; or all. */
  readonly bad: ReadonlySet<string> | 'all'
  /** What the tool says, without the errors of which the compiler has the better word. */
  readonly told: readonly Diagnostic[]
  /** The compiler's errors that are still to be reported. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The compiler's errors beside what the tool says in words of its own: each fault is told once. Of
 * a setting of the wrong type, and of what the engine throws, the compiler has the better word.
 *
 * @param files The files that are evaluated, such as bottle files.
 * @param inputsOf The files that one of them evaluates.
 */
export async function mergeTypeErrors(
  found: FoundTypeErrors,
  told: readonly Diagnostic[],
  files: readonly string[],
  inputsOf: (file: string) => readonly string[],
): Promise<TypeVerdict> {
  const { errors, refused, isGeneral } = found
  const wrong = told.filter(({ severity }) => severity === 'error')
  const modules = wrong.filter(({ code }) => moduleProblems.has(code))
  const unlinked = linesOf(modules)
  const unparsed = new Set(modules.filter(({ code }) => code === 'BW104').map(fileOf))
  const counted = errors.filter(
    (error) => !unlinked.has(lineOf(error)) && !unparsed.has(fileOf(error)),
  )
  const unsound = new Set(modules.map(fileOf))
  const open = counted.filter((error) => !unsound.has(refused.get(error) ?? ''))
  const { byTool, diagnostics } = await eachFaultOnce(found, wrong, open, files)
  const rest = { told: told.filter((each) => !byTool.has(each)), diagnostics }
  if (isGeneral) return { bad: 'all', ...rest }
  const faulty = new Set(counted.map(fileOf))
  const isBad = (file: string) =>
    faulty.has(file) || inputsOf(file).some((each) => faulty.has(each))
  return { bad: new Set(faulty.size === 0 ? [] : files.filter(isBad)), ...rest }
}

/** The compiler's errors that are shown, and those of the tool that they stand for. */
async function eachFaultOnce(
  { sourceOf }: FoundTypeErrors,
  wrong: readonly Diagnostic[],
  errors: readonly Diagnostic[],
  files: readonly string[],
) {
  if (errors.length === 0 || wrong.length === 0)
    return { byTool: new Set<Diagnostic>(), diagnostics: firstErrors(errors) }
  const { findToldTwice } = await import('./told-twice.ts')
  const own = new Set(files)
  const { byCompiler } = findToldTwice(wrong, errors, sourceOf, own)
  const diagnostics = firstErrors(errors.filter((error) => !byCompiler.has(error)))
  // What is not shown stands for nothing.
  const { byTool } = findToldTwice(wrong, diagnostics, sourceOf, own)
  return { byTool, diagnostics }
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
