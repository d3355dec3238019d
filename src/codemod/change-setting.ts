/**
 * One setting of one bottle, changed in its source: where it is written out, and there alone.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf, hasErrors } from '../diagnostic/diagnostic.ts'
import { escapeControls, nearest, quote } from '../diagnostic/text.ts'
import type { SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { isFleetFile } from '../evaluate/subject.ts'
import { applyFileChanges, readIfThere } from '../files/file-changes.ts'
import { FileError } from '../files/file-error.ts'
import type { ProjectContext } from '../project/context.ts'
import { openProject } from '../project/open-project.ts'
import type { LoadResult } from '../project/types.ts'
import type { Bottle } from '../project/validate.ts'
import { applySetting } from './apply-setting.ts'
import { withinStack } from './chain.ts'
import { MadeElsewhere } from './edit.ts'
import type { Origins } from './edit-setting.ts'
import { editSetting, originOf } from './edit-setting.ts'
import { formatSource } from './format-source.ts'
import type { Setting } from './setting.ts'
import { readPath, readValue } from './setting.ts'

export interface SettingEdit {
  readonly slug: string
  /** By the Smolfile's own keys, a variable by its name: `env.DEBUG`, `network.allow_hosts`. */
  readonly path: string
  /** The words of the new value; none when the setting is to go. */
  readonly words?: readonly string[]
}

export interface SettingChange extends SettingEdit {
  /** The project's folder. Default: the current one. */
  readonly project?: string
}

export interface SettingResult {
  readonly ok: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** The file that was edited, relative to the project; absent when nothing was to be done. */
  readonly edited?: string
  /** Of what was to go and is not there, the setting with the nearest name. */
  readonly nearest?: string
}

/**
 * Changes one setting in a bottle's source. The edited source is evaluated first, and its Smolfile
 * must differ in this setting alone.
 *
 * @throws ProjectError when the project is no folder, SettingError when the path or the value is
 *   wrong.
 */
export async function changeSetting(change: SettingChange): Promise<SettingResult> {
  return openProject({ project: change.project ?? '.', cache: false }, (context) =>
    changeSettingIn(context, change),
  )
}

/** As {@link changeSetting}, in a context that goes on. */
export async function changeSettingIn(
  context: ProjectContext,
  change: SettingEdit,
): Promise<SettingResult> {
  const { project } = context
  const traces = await context.trace([change.slug])
  const { bottle, origins = new Map(), diagnostics = [] } = traces.get(change.slug) ?? {}
  if (bottle === undefined) return { ok: false, diagnostics }
  const setting = readPath(bottle.dialect, change.path)
  const value = change.words === undefined ? undefined : readValue(setting, change.words)
  const expected = applySetting(bottle.dialect, bottle.document, setting, value)
  if (isDeepStrictEqual(expected, bottle.document)) {
    const guess = change.words === undefined ? nearest(setting.path, origins.keys()) : undefined
    return { ok: true, diagnostics: [], ...(guess === undefined ? {} : { nearest: guess }) }
  }
  const isMember = isFleetFile(bottle.source)
  const before = readIfThere(project, bottle.source) ?? ''
  const others = isMember ? membersIn(await context.load(), bottle) : []
  try {
    const member = isMember ? bottle.slug : undefined
    const wanted = { setting, member, value, current: bottle.document, expected }
    const edited = withinStack(bottle.source, () =>
      editSetting(before, bottle.dialect, origins, wanted),
    )
    // Who keeps the layout of the tool gets it back; another is left as it is.
    const after = (await isFormatted(before)) ? await formatSource(edited) : edited
    const known = new Set(diagnostics.map(({ message }) => message))
    const found = await prove(context, bottle, after, { ...wanted, others })
    const problems = found.filter(({ message }) => !known.has(message))
    if (hasErrors(problems)) return { ok: false, diagnostics: problems }
    applyFileChanges(project, [{ path: bottle.source, before, after }])
    return { ok: true, diagnostics: problems, edited: bottle.source }
  } catch (error) {
    if (error instanceof FileError) return { ok: false, diagnostics: [error.diagnostic] }
    if (!(error instanceof MadeElsewhere)) throw error
    return { ok: false, diagnostics: [elsewhere(error, bottle, setting, origins)] }
  }
}

interface Wanted {
  readonly setting: Setting
  readonly value: unknown
  readonly expected: SmolfileDocument
  /** The other bottles of the fleet. */
  readonly others: readonly Bottle[]
}

/** The bottles that a file gives beside one of them. */
function membersIn(
  { bottles }: Pick<LoadResult, 'bottles'>,
  { source, slug }: Bottle,
): readonly Bottle[] {
  return bottles.filter((each) => each.source === source && each.slug !== slug)
}

/** Whether a source has the tool's layout; one that the formatter cannot read has not. */
async function isFormatted(source: string): Promise<boolean> {
  try {
    return (await formatSource(source)) === source
  } catch {
    return false
  }
}

/** Checks that the edited source gives the expected document, and the others what they gave. */
async function prove(
  context: ProjectContext,
  before: Bottle,
  after: string,
  { setting, expected, others }: Wanted,
): Promise<readonly Diagnostic[]> {
  const { source, slug } = before
  const loaded = await context.load({ drafts: new Map([[source, after]]) })
  const concerned = loaded.diagnostics.filter(({ origin }) => origin?.file === source)
  const bottle = loaded.bottles.find((each) => each.source === source && each.slug === slug)
  if (bottle === undefined) return concerned
  const { withDefaults } = dialectOf(bottle.dialect)
  const possible = [expected, ...(withDefaults ? [withDefaults(expected as never)] : [])]
  const areOthersSame = isDeepStrictEqual(
    documentsOf(membersIn(loaded, before)),
    documentsOf(others),
  )
  if (areOthersSame && possible.some((each) => isDeepStrictEqual(bottle.document, each)))
    return concerned
  const message = `editing ${quote(setting.path)} would not change this setting alone`
  const hint = 'a later call or a computed value overrides it; make the change by hand'
  const origin = { file: source }
  return [diagnosticOf('BW135', message, { slug, path: setting.path, origin, hint })]
}

function documentsOf(bottles: readonly Bottle[]): ReadonlyMap<string, SmolfileDocument> {
  return new Map(bottles.map(({ slug, document }) => [slug, document]))
}

function elsewhere(
  { message: reason, line, column }: MadeElsewhere,
  { source, slug, dialect }: Bottle,
  { path }: Setting,
  origins: Origins,
): Diagnostic {
  const member = isFleetFile(source) ? origins.get('slug') : undefined
  const made = originOf(dialect, origins, path) ?? member
  const here = line === undefined ? undefined : { file: source, line, column: column ?? 1 }
  const message = `${escapeControls(path)} is not set directly in the bottle's own calls: ${reason}`
  const origin = here ?? made ?? { file: source }
  const hint = 'change it there, or set it in the bottle by hand'
  return diagnosticOf('BW134', message, { slug, path, origin, hint })
}
