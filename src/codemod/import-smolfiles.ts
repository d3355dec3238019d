/**
 * From Smolfiles to bottle files: written, proven in the sandbox, and only then put in place.
 */
import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../diagnostic/text.ts'
import type { Layout } from '../dialects/dialect.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { renderSmolfile } from '../dialects/render.ts'
import type { FileChange } from '../files/file-changes.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { commonOf } from '../project/common-settings.ts'
import { readConfiguration } from '../project/configuration.ts'
import { ProjectError, projectPath } from '../project/project-path.ts'
import { listBottles } from '../project/select.ts'
import { bottleSource } from './bottle-source.ts'
import type { ImportCandidate, ImportedText, Refused } from './import-candidate.ts'
import { readCandidate } from './import-candidate.ts'
import type { Written } from './prove-candidates.ts'
import { proveCandidates } from './prove-candidates.ts'
import { refuseNames } from './refuse-names.ts'

export type { ImportedText, Refused }

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
  /** Write nothing unless all Smolfiles can be imported. */
  readonly allOrNone?: boolean
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
  /** What rules object to in the Smolfile, and so in the bottle. */
  readonly objections: readonly Diagnostic[]
}

export interface ImportResult {
  /** Whether all were imported. */
  readonly ok: boolean
  readonly imported: readonly Imported[]
  /** The Smolfiles that cannot be imported. */
  readonly refused: readonly Refused[]
  /** Why, and what is wrong with the project. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Writes a bottle file for each Smolfile that one can be made of: each is evaluated first, and must
 * give the document that it was made from.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function importSmolfiles(
  texts: readonly ImportedText[],
  options: ImportOptions = {},
): Promise<ImportResult> {
  const { force = false, allOrNone = false } = options
  const project = projectPath(options.project ?? '.')
  const { settings, diagnostics: misconfigured } = await readConfiguration(project)
  if (misconfigured.length > 0) return nothing(misconfigured)
  const existing = listBottles(project, settings.bottles)
  if ('code' in existing) return nothing([existing])
  const folder = bottlesIn(options.into ?? settings.bottles, settings.bottles)
  const common = commonOf(settings)
  const read = texts.map((each) => readCandidate(each, { ...options, folder, common }))
  const candidates = read.filter(isCandidate)
  const refused = read.flatMap((each) => (isCandidate(each) ? [] : [each]))
  const taken = refuseNames(existing, candidates, force)
  const named = candidates.filter(({ name }) => !taken.some((each) => each.name === name))
  if (named.length === 0 || (allOrNone && named.length < texts.length)) {
    return resultOf(texts, [], [...refused, ...taken])
  }
  const written = await writeSources(named)
  const unproven = await proveCandidates(project, written)
  const proven = written.filter(({ name }) => !unproven.some((each) => each.name === name))
  const all = [...refused, ...taken, ...unproven]
  if (allOrNone && all.length > 0) return resultOf(texts, [], all)
  const groups = allOrNone ? [proven] : proven.map((each) => [each])
  const failed = groups.flatMap((group) => putInPlace(project, group, force))
  const done = proven.filter(({ name }) => !failed.some((each) => each.name === name))
  return resultOf(
    texts,
    done.map((each) => describe(each, settings.layout)),
    [...all, ...failed],
  )
}

function isCandidate(read: ImportCandidate | Refused): read is ImportCandidate {
  return 'document' in read
}

function nothing(diagnostics: readonly Diagnostic[]): ImportResult {
  return { ok: false, imported: [], refused: [], diagnostics }
}

function resultOf(
  texts: readonly ImportedText[],
  imported: readonly Imported[],
  unsorted: readonly Refused[],
): ImportResult {
  const refused = texts.flatMap(({ name }) => unsorted.filter((each) => each.name === name))
  const diagnostics = sortDiagnostics(refused.flatMap((each) => each.diagnostics))
  return { ok: refused.length === 0, imported, refused, diagnostics }
}

async function writeSources(candidates: readonly ImportCandidate[]): Promise<readonly Written[]> {
  // They take half a second to load, and what cannot be imported does not need them.
  const { formatSource } = await import('./format-source.ts')
  const { checkShapes } = await import('./shape.ts')
  const written = await Promise.all(
    candidates.map(async (each) => ({ ...each, source: await formatSource(bottleSource(each)) })),
  )
  checkShapes(written.map(({ source }) => source))
  return written
}

/** Writes the bottle files, all or none; returns those that cannot be written. */
function putInPlace(
  project: string,
  written: readonly Written[],
  force: boolean,
): readonly Refused[] {
  try {
    applyFileChanges(
      project,
      written.map((each) => changeOf(project, each, force)),
    )
    return []
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return written.map(({ name }) => ({ name, diagnostics: [error.diagnostic] }))
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

function changeOf(project: string, { path, source }: Written, force: boolean): FileChange {
  const before = force ? readIfThere(project, path) : undefined
  return { path, after: source, ...(before === undefined ? {} : { before }) }
}

function describe(written: Written, layout: Layout): Imported {
  const { name, text, dialect, slug, path, document, source, objections } = written
  // What has errors is not rendered: that it can be is not known.
  const isGood = !hasErrors(objections)
  const identical = isGood && renderSmolfile(dialect, document, { source: path, layout }) === text
  return { name, dialect, slug, path, source, identical, objections }
}
