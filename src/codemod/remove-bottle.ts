/**
 * A bottle that is to go: its file, and what the output tree has of it.
 */
import { posix } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { quotePath } from '../diagnostic/text.ts'
import { discoverCode } from '../evaluate/discover.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import { applyPlan } from '../output/apply.ts'
import { editedDiagnostics, makePlan } from '../output/plan.ts'
import { readTree } from '../output/tree.ts'
import { bottlesOf } from '../project/bottles-of.ts'
import type { ProjectContext } from '../project/context.ts'
import { openProject } from '../project/open-project.ts'
import { unknownSlug } from '../project/select.ts'
import { SourceReader, withinStack } from './chain.ts'
import { refuseMember } from './member.ts'
import { specifiersOf } from './slug-strings.ts'

export interface RemoveOptions {
  readonly slug: string
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** The output tree, relative to the project. Default: as configured, or `smolfiles`. */
  readonly out?: string
  /** Remove a Smolfile that was edited by hand as well. */
  readonly force?: boolean
}

export interface RemoveResult {
  readonly ok: boolean
  /** The files that were removed, relative to the project, the bottle file first. */
  readonly removed: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Removes a bottle. Refused when another bottle is made of its file, and when its Smolfile was edited
 * by hand, which may be the only place of that work.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function removeBottle(options: RemoveOptions): Promise<RemoveResult> {
  try {
    return await openProject({ project: options.project ?? '.' }, async (context) =>
      removeIn(context, options),
    )
  } catch (error) {
    if (error instanceof FileError) return failed([error.diagnostic])
    throw error
  }
}

async function removeIn(
  context: ProjectContext,
  { slug, out: given, force = false }: RemoveOptions,
): Promise<RemoveResult> {
  const { project, misconfigured, settings } = context
  if (misconfigured.length > 0) return failed(misconfigured)
  const files = await bottlesOf(context)
  if ('code' in files) return failed([files])
  const own = files.find((each) => each.slug === slug)
  const known = files.map((each) => each.slug)
  if (own === undefined) return failed([unknownSlug(slug, known)])
  const member = await refuseMember(context, own, 'take it out of the fleet there, and run synth')
  if (member !== undefined) return failed([member])
  const out = given ?? settings.out
  const tree = readTree(project, out, { only: new Set([slug]) })
  const isOther = (each: string) => each !== slug
  const plan = makePlan([], tree, { out, keep: isOther, isAsked: () => false, force })
  const edited = editedDiagnostics(plan)
  if (edited.length > 0) return failed(edited)
  const users = importers(project, own.file)
  if (users.length > 0) return failed(users)
  const source = readIfThere(project, own.file) ?? ''
  applyFileChanges(project, [{ path: own.file, before: source }])
  try {
    applyPlan(plan)
  } catch (error) {
    applyFileChanges(project, [{ path: own.file, after: source }])
    throw error
  }
  return { ok: true, removed: [own.file, ...plan.entries.map(({ path }) => path)], diagnostics: [] }
}

/** An error for each file that imports the bottle file, be it for a type alone. */
function importers(project: string, file: string): readonly Diagnostic[] {
  const reader = new SourceReader()
  return discoverCode(project).flatMap((path) => {
    const source = path === file ? '' : (readIfThere(project, path) ?? '')
    if (!source.includes(posix.basename(file))) return []
    const [found] = withinStack(path, () => specifiersOf(reader.read(source), posix.basename(file)))
    if (found === undefined) return []
    const { line, column } = found.getSourceFile().getLineAndColumnAtPos(found.getStart())
    const text = source.split(/\r?\n/)[line - 1]
    const message = `the bottle file ${quotePath(file)} is imported here`
    const origin = { file: path, line, column, ...(text === undefined ? {} : { text }) }
    return [diagnosticOf('BW139', message, { origin, hint: 'take the import out first' })]
  })
}

function failed(diagnostics: readonly Diagnostic[]): RemoveResult {
  return { ok: false, removed: [], diagnostics }
}
