/**
 * One bottle's Smolfile, setting by setting, with the places in the source that made it so.
 */
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { SecretLabels, secretsIn } from '../dialects/masking.ts'
import { mayHoldSecret } from '../dialects/rows.ts'
import { searchable } from '../dialects/secret-spans.ts'
import type { CallTrace } from '../evaluate/sandbox/protocol.ts'
import { openProject } from '../project/open-project.ts'
import type { Bottle } from '../project/validate.ts'
import { isWithin, nearestOf } from '../smolfile/setting-path.ts'
import type { ExplainedLine } from './explain-lines.ts'
import { explainLines, linesWithin } from './explain-lines.ts'
import { maskDocument, maskSetting } from './masking.ts'

/** A line of the Smolfile, and where it was made. */
export interface Explained extends ExplainedLine {
  /** The places that led to it, innermost first; empty for a default, and for what is no setting. */
  readonly callTrace: CallTrace
  /** The earlier values, oldest first. */
  readonly overridden: readonly { readonly value: unknown; readonly callTrace: CallTrace }[]
}

/** A setting that was made and taken out again. */
export interface TakenOut {
  readonly path: string
  readonly callTrace: CallTrace
  readonly overridden: Explained['overridden']
}

export interface Explanation {
  readonly lines: readonly Explained[]
  readonly takenOut: readonly TakenOut[]
}

export interface ExplainOutcome {
  readonly bottle?: Bottle
  readonly explanation?: Explanation
  /** The paths of all settings that the bottle has. */
  readonly known: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Explains the bottle `slug`, whole or the setting at `path` alone.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function explainBottle(
  slug: string,
  { project = '.', path }: { readonly project?: string; readonly path?: string },
): Promise<ExplainOutcome> {
  const { bottle, callTraces, overridden, diagnostics } = await openProject(
    { project, cache: false },
    (context) => context.explain(slug),
  )
  if (bottle === undefined) return { known: new Set(), diagnostics }
  const isWanted = (each: string) => path === undefined || isWithin(each, path)
  const labels = new SecretLabels(searchable(secretsIn(bottle.document)))
  const all = explainLines(bottle.dialect, maskDocument(bottle.document, labels))
  const { rows } = dialectOf(bottle.dialect)
  const shown = path === undefined ? all : linesWithin(all, path)
  const known = new Set(all.flatMap((line) => line.path ?? []))
  const earlier = overridden.map((each) => ({
    ...each,
    value: maskSetting(each.path, each.value, labels),
  }))
  const lines = shown.map((line) => ({
    ...line,
    callTrace: callTraceOf(callTraces, line.path),
    overridden: earlier.filter((each) => each.path === line.path),
  }))
  const removedPaths = [...new Set(earlier.map((each) => each.path))].filter(
    (each) => !known.has(each) && isWanted(each) && mayHoldSecret(rows, each),
  )
  const takenOut = removedPaths.map((each) => ({
    path: each,
    callTrace: callTraces.get(each) ?? [],
    overridden: earlier.filter((other) => other.path === each),
  }))
  return { bottle, explanation: { lines, takenOut }, known, diagnostics }
}

/** The call trace of a line's setting; a bottle's name is made with its slug. */
function callTraceOf(
  callTraces: ReadonlyMap<string, CallTrace>,
  path: string | undefined,
): CallTrace {
  if (path === undefined) return []
  return nearestOf(callTraces, path === 'name' ? 'slug' : path) ?? []
}
