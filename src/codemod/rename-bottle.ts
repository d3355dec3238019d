import { dirname, posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf, hasErrors } from '../diagnostic/diagnostic.ts'
import { quotePath } from '../diagnostic/text.ts'
import { roomiestDialect } from '../dialects/dialects.ts'
import { bottleFileName, discoverCode } from '../evaluate/discover.ts'
import type { FileChange } from '../files/file-changes.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { Baseline, baselineName } from '../project/baseline/baseline.ts'
import type { ReadBaseline } from '../project/baseline/read-baseline.ts'
import { bottlesOf } from '../project/bottles-of.ts'
import type { ProjectContext } from '../project/context.ts'
import { openProject } from '../project/open-project.ts'
import { unknownSlug } from '../project/select.ts'
import type { SynthOptions } from '../project/types.ts'
import { SourceReader, withinStack } from './chain.ts'
import { refuseMember } from './member.ts'
import { computedSlug, refuseSlug } from './new-bottle.ts'
import type { DerivedString } from './slug-strings.ts'
import { derivedStrings, importEdits, slugEdit } from './slug-strings.ts'
import { applyEdits } from './text-edits.ts'

export interface RenameOptions {
  readonly from: string
  readonly to: string
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** The output tree, relative to the project. Default: `smolfiles`. */
  readonly out?: string
  /** Says whether a string that is made of the slug is to change with it. */
  readonly confirm: (derived: DerivedString) => Promise<boolean>
}

export interface RenameResult {
  readonly ok: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** The files that were written, the new bottle file first. */
  readonly written: readonly string[]
  readonly changed: readonly DerivedString[]
  readonly kept: readonly DerivedString[]
}

/**
 * Gives a bottle another slug: in its file's name, its source, what imports it, and the output
 * tree. Refused unless the output tree is up to date, so that what changes is the name alone.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function renameBottle(options: RenameOptions): Promise<RenameResult> {
  try {
    return await openProject({ project: options.project ?? '.', cache: false }, (context) =>
      renameIn(context, options),
    )
  } catch (error) {
    if (error instanceof FileError) return failed([error.diagnostic])
    throw error
  }
}

async function renameIn(context: ProjectContext, options: RenameOptions): Promise<RenameResult> {
  const { from, to, out } = options
  const { project } = context
  const place = out === undefined ? {} : { out }
  const { misconfigured } = context
  if (misconfigured.length > 0) return failed(misconfigured)
  const files = await bottlesOf(context)
  if ('code' in files) return failed([files])
  const old = files.find((each) => each.slug === from)
  if (old === undefined)
    return failed([
      unknownSlug(
        from,
        files.map((each) => each.slug),
      ),
    ])
  const member = await refuseMember(context, old, 'change its slug there, and run synth')
  if (member !== undefined) return failed([member])
  const refusal = refuseSlug(to, roomiestDialect, files)
  if (refusal !== undefined) return failed([refusal])
  const unclean = await findUnclean(context, place)
  if (unclean.length > 0) return failed(unclean)
  const source = readIfThere(project, old.file) ?? ''
  const reader = new SourceReader()
  const { own, derived: strings } = withinStack(old.file, () => {
    const file = reader.read(source)
    return { own: slugEdit(file, from, to), derived: derivedStrings(file, from, to) }
  })
  if (own === undefined) return failed([computedSlug(from, old.file)])
  const changed: DerivedString[] = []
  const kept: DerivedString[] = []
  for (const derived of strings) {
    ;((await options.confirm(derived)) ? changed : kept).push(derived)
  }
  const path = posix.join(dirname(old.file), bottleFileName(to))
  const after = applyEdits(source, [own, ...changed.map(({ edit }) => edit)])
  const changes: readonly FileChange[] = [
    { path, after },
    { path: old.file, before: source },
    ...importerChanges(project, reader, old.file, path),
    ...baselineChange(context.baseline, from, to),
  ]
  const drafts = new Map(changes.map((each) => [each.path, each.after]))
  const { diagnostics } = await context.load({ drafts })
  if (hasErrors(diagnostics)) return failed(diagnostics)
  return carryOut(context, place, changes, { changed, kept, diagnostics })
}

async function findUnclean(
  context: ProjectContext,
  place: SynthOptions,
): Promise<readonly Diagnostic[]> {
  const { ok, plan, diagnostics } = await context.plan(place)
  if (!ok) return diagnostics
  const stale = (plan?.entries ?? []).filter(
    ({ action, lineEndsOnly }) => action !== 'unchanged' && !lineEndsOnly,
  )
  const hint = 'run check, then synth, and commit before you rename'
  return stale.map(({ slug, path }) =>
    diagnosticOf('BW136', `${quotePath(path)} is out of date with its source`, { slug, hint }),
  )
}

/** The change of the baseline, of which the entries of the bottle are of its new slug. */
function baselineChange(
  { baseline, text }: ReadBaseline,
  from: string,
  to: string,
): readonly FileChange[] {
  const { entries } = baseline
  if (text === undefined || entries.every(({ bottle }) => bottle !== from)) return []
  const renamed = entries.map((each) => (each.bottle === from ? { ...each, bottle: to } : each))
  return [{ path: baselineName, before: text, after: new Baseline(renamed).text() }]
}

/** The changes of the files that import the bottle file. */
function importerChanges(
  project: string,
  reader: SourceReader,
  file: string,
  next: string,
): readonly FileChange[] {
  const name = posix.basename(file)
  return discoverCode(project).flatMap((path) => {
    if (path === file) return []
    const before = readIfThere(project, path) ?? ''
    if (!before.includes(name)) return []
    const edits = withinStack(path, () =>
      importEdits(reader.read(before), name, posix.basename(next)),
    )
    return edits.length === 0 ? [] : [{ path, before, after: applyEdits(before, edits) }]
  })
}

/** Writes the source, then the output tree; when that fails, the source is as it was. */
async function carryOut(
  context: ProjectContext,
  place: SynthOptions,
  changes: readonly FileChange[],
  told: Pick<RenameResult, 'changed' | 'kept' | 'diagnostics'>,
): Promise<RenameResult> {
  applyFileChanges(context.project, changes)
  const { ok, diagnostics } = await context.synth(place)
  if (ok) return { ok, written: changes.flatMap(writtenPath), ...told }
  applyFileChanges(context.project, changes.map(reversed))
  await context.synth(place)
  return failed(diagnostics)
}

function writtenPath({ path, after }: FileChange): readonly string[] {
  return after === undefined ? [] : [path]
}

function reversed({ path, before, after }: FileChange): FileChange {
  return {
    path,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  }
}

function failed(diagnostics: readonly Diagnostic[]): RenameResult {
  return { ok: false, diagnostics, written: [], changed: [], kept: [] }
}
