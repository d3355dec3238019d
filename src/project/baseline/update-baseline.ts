import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../../diagnostic/diagnostic.ts'
import { applyFileChanges } from '../../files/file-changes.ts'
import { FileError } from '../../files/file-error.ts'
import { openProject } from '../open-project.ts'
import type { BaselineEntry } from './baseline.ts'
import { Baseline, baselineName, entriesOf, keyOf } from './baseline.ts'

export interface BaselineOptions {
  /** The project's folder. Default: the current one. */
  readonly project?: string
  /** Take in warnings that it does not have. Default: of a project that has no baseline. */
  readonly grow?: boolean
  /** Write nothing. */
  readonly dryRun?: boolean
  /** Use and keep what earlier evaluations gave. */
  readonly cache?: boolean
}

export interface UpdatedBaseline {
  readonly ok: boolean
  /** Whether the file was written, or removed. */
  readonly written: boolean
  readonly added: readonly BaselineEntry[]
  readonly removed: readonly BaselineEntry[]
  /** What it has now, or would have. */
  readonly entries: readonly BaselineEntry[]
  /** Warnings of bottles that it does not have. */
  readonly open: readonly Diagnostic[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Takes out of a project's baseline what is no longer needed. One that is not there yet, or is to
 * grow, takes in all present warnings of bottles. An error stands against both.
 *
 * @throws ProjectError when the project is no folder.
 */
export async function updateBaseline(options: BaselineOptions): Promise<UpdatedBaseline> {
  const { project = '.', grow, dryRun = false, cache } = options
  const place = { project, ...(cache === undefined ? {} : { cache }) }
  return openProject(place, async (context) => {
    const { diagnostics: wrong, baseline, text } = context.baseline
    if (wrong.length > 0) return failed(wrong)
    const looked = await context.load({ policies: true, types: false })
    const diagnostics = sortDiagnostics(looked.diagnostics)
    if (hasErrors(diagnostics)) return failed(diagnostics)
    const isFull = grow ?? text === undefined
    const unneeded = baseline.unneeded(diagnostics, () => true)
    const next = isFull ? new Baseline(entriesOf(diagnostics)) : baseline.without(unneeded)
    const { entries } = next
    const after = entries.length === 0 ? undefined : next.text()
    const changes = {
      added: moreOf(entries, baseline.entries),
      removed: moreOf(baseline.entries, entries),
      entries,
      open: next.open(diagnostics).filter(({ slug }) => slug !== undefined),
    }
    const isChanged = changes.added.length + changes.removed.length > 0
    const result = { ...changes, ok: true, written: isChanged && !dryRun, diagnostics: [] }
    if (!result.written) return result
    try {
      applyFileChanges(context.project, [
        {
          path: baselineName,
          ...(text === undefined ? {} : { before: text }),
          ...(after === undefined ? {} : { after }),
        },
      ])
      return result
    } catch (error) {
      if (error instanceof FileError) return failed([error.diagnostic])
      throw error
    }
  })
}

/** What `some` have more of than `others`. */
export function moreOf(
  some: readonly BaselineEntry[],
  others: readonly BaselineEntry[],
): readonly BaselineEntry[] {
  const counts = new Map(others.map((each) => [keyOf(each), each.count]))
  return some.flatMap((each) => {
    const count = each.count - (counts.get(keyOf(each)) ?? 0)
    return count > 0 ? [{ ...each, count }] : []
  })
}

function failed(diagnostics: readonly Diagnostic[]): UpdatedBaseline {
  const nothing = { added: [], removed: [], entries: [], open: [] }
  return { ok: false, written: false, ...nothing, diagnostics }
}
