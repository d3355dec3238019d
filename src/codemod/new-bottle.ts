import { dirname, posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf, hasErrors } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import { defaultDialect } from '../dialects/default-dialect.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf, roomiestDialect } from '../dialects/dialects.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import { bottleFileName } from '../evaluate/discover.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { bottlesOf } from '../project/bottles-of.ts'
import type { ProjectContext } from '../project/context.ts'
import { openProject } from '../project/open-project.ts'
import { unknownSlug } from '../project/select.ts'
import { SourceReader, withinStack } from './chain.ts'
import { refuseMember } from './member.ts'
import { malformedSlug } from './slug.ts'
import type { DerivedString } from './slug-strings.ts'
import { derivedStrings, slugEdit } from './slug-strings.ts'
import { applyEdits } from './text-edits.ts'

export interface NewOptions {
  readonly slug: string
  /** The slug of the bottle to start from. Default: a small bottle of the dialect. */
  readonly from?: string
  /** Default: {@link defaultDialect}. Not with `from`, whose dialect it is. */
  readonly dialect?: DialectName
  /** The project's folder. Default: the current one. */
  readonly project?: string
}

export interface NewResult {
  readonly ok: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** The new file, relative to the project. */
  readonly written?: string
  /** The strings that were made of the other bottle's slug. */
  readonly changed: readonly Pick<DerivedString, 'before' | 'after' | 'line'>[]
}

/**
 * Writes a bottle file that synth accepts as it is.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function newBottle(options: NewOptions): Promise<NewResult> {
  try {
    return await openProject({ project: options.project ?? '.', cache: false }, (context) =>
      newIn(context, options),
    )
  } catch (error) {
    if (error instanceof FileError) return failed([error.diagnostic])
    throw error
  }
}

async function newIn(context: ProjectContext, options: NewOptions): Promise<NewResult> {
  const { slug, from, dialect = defaultDialect } = options
  const { project } = context
  const { misconfigured } = context
  if (misconfigured.length > 0) return failed(misconfigured)
  const { bottles } = context.settings
  const files = await bottlesOf(context)
  if ('code' in files) return failed([files])
  const refusal = refuseSlug(slug, from === undefined ? dialect : roomiestDialect, files)
  if (refusal !== undefined) return failed([refusal])
  if (from === undefined) {
    const path = posix.join(bottles, bottleFileName(slug))
    return write(context, path, dialectOf(dialect).scaffold(slug), [])
  }
  const origin = files.find((each) => each.slug === from)
  if (origin === undefined)
    return failed([
      unknownSlug(
        from,
        files.map((each) => each.slug),
      ),
    ])
  const advice = 'call the function that makes it there, or write the bottle by hand'
  const member = await refuseMember(context, origin, advice)
  if (member !== undefined) return failed([member])
  // A source that the sandbox refuses may be one that keeps a parser busy, or ends it.
  const trace = (await context.trace([from])).get(from)
  if (trace?.bottle === undefined) return failed(trace?.diagnostics ?? [])
  const source = readIfThere(project, origin.file) ?? ''
  const { own, derived } = withinStack(origin.file, () => {
    const file = new SourceReader().read(source)
    return { own: slugEdit(file, from, slug), derived: derivedStrings(file, from, slug) }
  })
  if (own === undefined) return failed([computedSlug(from, origin.file)])
  const text = applyEdits(source, [own, ...derived.map(({ edit }) => edit)])
  return write(context, posix.join(dirname(origin.file), bottleFileName(slug)), text, derived)
}

/** Returns why no bottle can have the slug `slug`, or undefined. */
export function refuseSlug(
  slug: string,
  dialect: DialectName,
  files: readonly BottleFile[],
): Diagnostic | undefined {
  const malformed = malformedSlug(dialect, slug)
  if (malformed !== undefined) {
    const hint = 'a slug is lower-case letters, digits and single hyphens, such as "web-2"'
    return diagnosticOf('BW001', malformed, { hint })
  }
  const holder = files.find((each) => each.slug === slug)
  if (holder === undefined) return undefined
  const message = `the slug ${quote(slug)} is that of ${quotePath(holder.file)}`
  return diagnosticOf('BW003', message, { slug, hint: 'a slug is unique in the project' })
}

export function computedSlug(slug: string, file: string): Diagnostic {
  const message = `the slug ${quote(slug)} is not written out in the expression that is exported`
  return diagnosticOf('BW134', message, { slug, origin: { file } })
}

function failed(diagnostics: readonly Diagnostic[]): NewResult {
  return { ok: false, diagnostics, changed: [] }
}

async function write(
  context: ProjectContext,
  path: string,
  text: string,
  changed: readonly DerivedString[],
): Promise<NewResult> {
  const drafts = new Map([[path, text]])
  const { diagnostics } = await context.load({ drafts })
  const concerned = diagnostics.filter(({ origin }) => origin?.file === path)
  if (hasErrors(concerned)) return failed(concerned)
  applyFileChanges(context.project, [{ path, after: text }])
  return { ok: true, diagnostics: concerned, written: path, changed }
}
