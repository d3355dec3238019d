/**
 * From Smolfiles to bottle files: written, proven in the sandbox, and only then put in place.
 */
import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf, hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { renderSmolfile } from '../dialects/render.ts'
import { vetSmolfile } from '../dialects/vet.ts'
import { bottleFileName } from '../evaluate/discover.ts'
import type { FileChange } from '../files/file-changes.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { readConfiguration } from '../project/configuration.ts'
import { openProject } from '../project/open-project.ts'
import { ProjectError, projectPath } from '../project/project-path.ts'
import { listBottles } from '../project/select.ts'
import { readComments } from '../smolfile/toml-comments.ts'
import type { BottleContent } from './bottle-source.ts'
import { bottleSource } from './bottle-source.ts'
import { excess } from './bounds.ts'
import { commentsByName } from './comments.ts'
import { refuseNames } from './refuse-names.ts'
import { malformedSlug, slugOfSmolfile } from './slug.ts'

export interface ImportOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** Folder for the bottle files, `bottles` or one in it. Default: `bottles`. */
  readonly into?: string
  /** The slug, for one Smolfile. Default: what its name or its file tells. */
  readonly as?: string
  /** The dialect, instead of what the keys tell. */
  readonly dialect?: DialectName
  /** Overwrite bottle files that are there. */
  readonly force?: boolean
}

/** A Smolfile to be imported: what it is called in messages, and its text. */
export interface ImportedText {
  readonly name: string
  readonly text: string
}

/** The result of importing one Smolfile. */
export interface Imported {
  readonly name: string
  readonly dialect: DialectName
  readonly slug: string
  /** The bottle file, relative to the project. */
  readonly path: string
  readonly source: string
  /** Whether synth writes the Smolfile byte for byte. */
  readonly identical: boolean
  /** The codes of the warnings that the source acknowledges. */
  readonly acknowledged: readonly string[]
}

export interface ImportResult {
  readonly ok: boolean
  readonly imported: readonly Imported[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Writes a bottle file for each Smolfile, or none: each is evaluated first, and must give the
 * document that it was made from.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function importSmolfiles(
  texts: readonly ImportedText[],
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { force = false } = options
  const project = projectPath(options.project ?? '.')
  const { settings, diagnostics: misconfigured } = await readConfiguration(project)
  if (misconfigured.length > 0) return { ok: false, imported: [], diagnostics: misconfigured }
  const existing = listBottles(project, settings.bottles)
  if ('code' in existing) return { ok: false, imported: [], diagnostics: [existing] }
  const folder = bottlesIn(options.into ?? settings.bottles, settings.bottles)
  const read = texts.map((each) => readOne(each, options, folder))
  const candidates = read.flatMap(({ candidate }) => candidate ?? [])
  const diagnostics = [
    ...read.flatMap((each) => each.diagnostics),
    ...refuseNames(existing, candidates, force),
  ]
  const failed = (more: readonly Diagnostic[]): ImportResult => ({
    ok: false,
    imported: [],
    diagnostics: sortDiagnostics([...diagnostics, ...more]),
  })
  if (hasErrors(diagnostics)) return failed([])
  // They take half a second to load, and what cannot be imported does not need them.
  const { formatSource } = await import('./format-source.ts')
  const { checkShapes } = await import('./shape.ts')
  const written = await Promise.all(
    candidates.map(async (each) => ({ ...each, source: await formatSource(bottleSource(each)) })),
  )
  checkShapes(written.map(({ source }) => source))
  const drafts = new Map(written.map(({ path, source }) => [path, source]))
  const { bottles, diagnostics: found } = await openProject({ project, cache: false }, (context) =>
    context.load({ drafts }),
  )
  const bySource = new Map(bottles.map((bottle) => [bottle.source, bottle]))
  const differing = written.flatMap((each) => difference(each, bySource.get(each.path)?.document))
  const names = new Map(written.map(({ path, name }) => [path, name]))
  // The bottle file that an objection is about is not there: it is about the Smolfile.
  const concerned = found.flatMap(({ origin, ...each }): readonly Diagnostic[] => {
    const file = names.get(origin?.file ?? '')
    return file === undefined ? [] : [{ ...each, origin: { file } }]
  })
  if (concerned.length > 0 || differing.length > 0) return failed([...concerned, ...differing])
  try {
    applyFileChanges(
      project,
      written.map((each) => changeOf(project, each, force)),
    )
  } catch (error) {
    if (error instanceof FileError) return failed([error.diagnostic])
    throw error
  }
  return { ok: true, imported: written.map(describe), diagnostics }
}

/** A Smolfile that has been read, and what its bottle file is to say. */
interface Candidate extends BottleContent, ImportedText {
  readonly path: string
}

interface Written extends Candidate {
  readonly source: string
}

interface Read {
  readonly candidate?: Candidate
  readonly diagnostics: readonly Diagnostic[]
}

function readOne({ name, text }: ImportedText, options: ImportOptions, folder: string): Read {
  const { dialect, document: read, diagnostics } = vetSmolfile(name, text, options.dialect)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (dialect === undefined || read === undefined || errors.length > 0) {
    return { diagnostics: errors }
  }
  const { normalize, vet, withSlug } = dialectOf(dialect)
  const slug = options.as ?? slugOfSmolfile(name, dialect, read)
  const malformed = malformedSlug(dialect, slug)
  const origin = { file: name }
  if (malformed !== undefined) {
    const hint = 'pass --as, for one Smolfile at a time'
    return { diagnostics: [diagnosticOf('BW131', malformed, { origin, hint })] }
  }
  const document = normalize(withSlug(read as never, slug))
  const tooLarge = excess(dialect, document)
  if (tooLarge !== undefined) {
    return { diagnostics: [diagnosticOf('BW130', tooLarge, { origin })] }
  }
  return {
    diagnostics: [],
    candidate: {
      name,
      text,
      dialect,
      slug,
      path: posix.join(folder, bottleFileName(slug)),
      document,
      warnings: vet(document),
      comments: commentsByName(readComments(text), dialect, read),
    },
  }
}

/** The folder, in the project, that bottle files are written to. */
function bottlesIn(folder: string, bottles: string): string {
  const path = posix.normalize(folder).replace(/\/$/, '')
  if (path === bottles || path.startsWith(`${bottles}/`)) return path
  throw new ProjectError(
    `bottle files are read from ${quote(bottles)} alone, not from ${quotePath(folder)}`,
  )
}

/** Returns what is lost or changed on the way to a bottle file and back. */
function difference(
  { name, slug, document }: Written,
  synthesized: SmolfileDocument | undefined,
): readonly Diagnostic[] {
  if (synthesized === undefined || isDeepStrictEqual(synthesized, document)) return []
  const keys = new Set([...Object.keys(document), ...Object.keys(synthesized)])
  const partOf = (from: object, key: string) => (from as Record<string, unknown>)[key]
  const lost = [...keys].filter(
    (key) => !isDeepStrictEqual(partOf(document, key), partOf(synthesized, key)),
  )
  const message = `the bottle file would not produce the same ${lost.map(quote).join(', ')}`
  const hint = 'this is a bug in bottleworks, and nothing is written; please report it'
  return [diagnosticOf('BW130', message, { slug, origin: { file: name }, hint })]
}

function changeOf(project: string, { path, source }: Written, force: boolean): FileChange {
  const before = force ? readIfThere(project, path) : undefined
  return { path, after: source, ...(before === undefined ? {} : { before }) }
}

function describe(written: Written): Imported {
  const { name, text, dialect, slug, path, document, source, warnings } = written
  return {
    name,
    dialect,
    slug,
    path,
    source,
    identical: renderSmolfile(dialect, document, { source: path }) === text,
    acknowledged: [...new Set(warnings.map(({ code }) => code))],
  }
}
