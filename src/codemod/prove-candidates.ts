import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quote } from '../diagnostic/text.ts'
import { dialectOf, isDialectName } from '../dialects/dialects.ts'
import type { RawDefinition } from '../evaluate/definition.ts'
import { openProject } from '../project/open-project.ts'
import { isWithin } from '../smolfile/setting-path.ts'
import type { ImportCandidate, Refused } from './import-candidate.ts'

/** A candidate with the text of its bottle file. */
export interface Written extends ImportCandidate {
  readonly source: string
}

/**
 * Evaluates the bottle files in the sandbox, before anything is written: each must give the document
 * that it was made from, and what synth reports of it must be what was objected to in the Smolfile.
 * Returns the candidates of which that does not hold.
 */
export async function proveCandidates(
  project: string,
  written: readonly Written[],
): Promise<readonly Refused[]> {
  const drafts = new Map(written.map(({ path, source }) => [path, source]))
  const { definitions, diagnostics } = await openProject({ project, cache: false }, (context) =>
    context.load({ drafts }),
  )
  const byFile = new Map(definitions.map(({ file, definition }) => [file, definition]))
  return written.flatMap((each) => {
    const reported = diagnostics.filter(({ origin }) => origin?.file === each.path)
    const faults = faultsOf(each, byFile.get(each.path), reported)
    return faults.length === 0 ? [] : [{ name: each.name, diagnostics: faults }]
  })
}

function faultsOf(
  { name, slug, document, objections, codes }: Written,
  definition: RawDefinition | undefined,
  reported: readonly Diagnostic[],
): readonly Diagnostic[] {
  const origin = { file: name }
  // The bottle file that an objection is about is not there: it is about the Smolfile.
  const others = reported
    .filter(({ code }) => !codes.has(code))
    .map((each): Diagnostic => ({ ...each, origin }))
  const lost = differences(document, documentIn(definition))
  const errors = objections.filter(({ severity }) => severity === 'error')
  // What the language has no words for is objected to already.
  if (lost.length > 0 && errors.length > 0) {
    const why = errors.filter(({ path = '' }) => lost.some((key) => isWithin(path, key)))
    return why.length > 0 ? why : errors
  }
  const bug = (message: string) => {
    const hint = 'this is a bug in bottleworks, and the file is not written; please report it'
    return diagnosticOf('BW130', message, { slug, origin, hint })
  }
  if (others.length > 0) return others
  if (lost.length > 0) {
    return [bug(`the bottle file would not produce the same ${lost.map(quote).join(', ')}`)]
  }
  const silent = [...codes].filter((code) => !reported.some((each) => each.code === code))
  return silent.map((code) => bug(`the bottle file would not be reported for ${code}`))
}

/** The document of a definition, whatever rules object to in it. */
function documentIn(definition: RawDefinition | undefined): object | undefined {
  if (definition === undefined || !isDialectName(definition.dialect)) return undefined
  return dialectOf(definition.dialect).check(definition.slug, definition.smolfile).document
}

/** The keys in which what was made differs from what was to be made. */
function differences(wanted: object, made: object | undefined): readonly string[] {
  const [before, after] = [new Map(Object.entries(wanted)), new Map(Object.entries(made ?? {}))]
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => !isDeepStrictEqual(before.get(key), after.get(key)),
  )
}
