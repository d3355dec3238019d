import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import type { CommonSettings } from '../dialects/dialect.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { vetSmolfile } from '../dialects/vet.ts'
import { bottleFileName } from '../evaluate/discover.ts'
import { readComments } from '../smolfile/toml-comments.ts'
import type { BottleContent } from './bottle-source.ts'
import { excess } from './bounds.ts'
import { commentsByName } from './comments.ts'
import { withObjections } from './objections.ts'
import { malformedSlug, slugOfSmolfile } from './slug.ts'

/** A Smolfile to be imported: what it is called in messages, and its text. */
export interface ImportedText {
  readonly name: string
  readonly text: string
  /** The text of the companion beside it, where there is one. */
  readonly companion?: string | undefined
}

/** A Smolfile that has been read, and what its bottle file is to say. */
export interface ImportCandidate extends BottleContent, ImportedText {
  readonly path: string
  /** What rules object to in the Smolfile; the bottle file has it in comments. */
  readonly objections: readonly Diagnostic[]
  /** The codes that synth is to report of the bottle. */
  readonly codes: ReadonlySet<string>
}

/** A Smolfile that is not imported, and why. */
export interface Refused {
  readonly name: string
  readonly diagnostics: readonly Diagnostic[]
}

/** What is asked of the bottle of a Smolfile. */
export interface CandidateOptions {
  /** The slug. Default: what the Smolfile's name or its file tells. */
  readonly as?: string
  /** The dialect, instead of what the keys tell. */
  readonly dialect?: DialectName
  /** The folder of the bottle file, relative to the project. */
  readonly folder: string
  /** What the project says of all its bottles. */
  readonly common: CommonSettings
}

/** Reads a Smolfile; a rule's objection is no obstacle, and what has no form in the language is. */
export function readCandidate(
  { name, text, companion: beside }: ImportedText,
  { as, dialect: forced, folder, common }: CandidateOptions,
): ImportCandidate | Refused {
  const { dialect, document: read, unfit, diagnostics } = vetSmolfile(name, text, forced, beside)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const isMissing = errors.some(({ code }) => code === 'BW007')
  if (dialect === undefined || read === undefined || unfit?.size !== 0 || isMissing) {
    return { name, diagnostics: errors }
  }
  const { normalize, vet, withSlug, companion } = dialectOf(dialect)
  const refused = (diagnostic: Diagnostic): Refused => ({ name, diagnostics: [diagnostic] })
  const slug = as ?? slugOfSmolfile(name, dialect, read)
  const malformed = malformedSlug(dialect, slug)
  const origin = { file: name }
  if (malformed !== undefined) {
    const hint = 'pass --as, for one Smolfile at a time'
    return refused(diagnosticOf('BW131', malformed, { origin, hint }))
  }
  const document = normalize(withSlug(read as never, slug))
  const tooLarge = excess(dialect, document)
  if (tooLarge !== undefined) return refused(diagnosticOf('BW130', tooLarge, { origin }))
  const inSmolfile = companion?.without(document as never) ?? document
  const problems = vet(inSmolfile, companion?.addressOf(document as never, slug, common))
  const codes = new Set<string>(problems.map(({ code }) => code))
  // A bottle has its own name, whatever the Smolfile's was, and says nothing that says nothing.
  const lost = errors.filter(({ path, code }) => path !== 'name' && !codes.has(code))
  if (lost.length > 0) return { name, diagnostics: lost }
  const comments = commentsByName(readComments(text), dialect, read)
  return {
    name,
    text,
    dialect,
    slug,
    path: posix.join(folder, bottleFileName(slug)),
    document,
    comments: withObjections(comments, problems, dialect, document),
    objections: diagnostics.filter(({ path, code }) => path !== 'name' && codes.has(code)),
    codes,
  }
}
