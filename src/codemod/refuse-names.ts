import type { DiagnosticCode } from '../diagnostic/catalogue.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import type { DefinitionFile } from '../evaluate/discover.ts'
import type { Refused } from './import-candidate.ts'

/** A bottle file that is to be written, and the Smolfile that it is from. */
interface Named {
  readonly name: string
  readonly slug: string
  readonly path: string
}

/** Returns the files that cannot have their names: slugs are unique, nothing is overwritten. */
export function refuseNames(
  existing: readonly DefinitionFile[],
  candidates: readonly Named[],
  force: boolean,
): readonly Refused[] {
  return candidates.flatMap((candidate): readonly Refused[] => {
    const { name, slug, path } = candidate
    const problem = (code: DiagnosticCode, message: string, hint: string): Diagnostic =>
      diagnosticOf(code, message, { slug, origin: { file: name }, hint })
    const rivals = candidates.filter((other) => other !== candidate && other.slug === slug)
    const holders = existing.filter((each) => each.slug === slug && each.file !== path)
    const others = [...rivals.map((each) => each.name), ...holders.map(({ file }) => file)]
    const taken = others.length > 0
    const there = !force && existing.some(({ file }) => file === path)
    const diagnostics = [
      ...(taken
        ? [
            problem(
              'BW003',
              `the slug ${quote(slug)} is also that of ${others.map(quotePath).join(', ')}`,
              'a slug is unique in the project; pass another with --as',
            ),
          ]
        : []),
      ...(there
        ? [
            problem(
              'BW132',
              `the file ${quotePath(path)} already exists`,
              'pass --force to overwrite it, or another slug with --as',
            ),
          ]
        : []),
    ]
    return diagnostics.length === 0 ? [] : [{ name, diagnostics }]
  })
}
