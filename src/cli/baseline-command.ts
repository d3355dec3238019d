import { count } from '../diagnostic/text.ts'
import { baselineName } from '../project/baseline/baseline.ts'
import type { UpdatedBaseline } from '../project/baseline/update-baseline.ts'
import { updateBaseline } from '../project/baseline/update-baseline.ts'
import { entryText, jsonEntries, showSome } from './baselined.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { BaselineDocument } from './json-test-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface BaselineCommandOptions extends ProjectOptions {
  readonly grow: boolean
  readonly check: boolean
  readonly cache: boolean
}

/** Records the present warnings of bottles, or takes out of the record what is no longer needed. */
export async function runBaseline(
  { project, json, grow, check, cache }: BaselineCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (grow && check) throw new UsageError('--grow and --check exclude each other')
  const result = await updateBaseline({
    project,
    dryRun: check,
    ...(grow || check ? { grow } : {}),
    ...(cache ? {} : { cache }),
  })
  const { ok, written, added, removed, entries, open, diagnostics } = result
  if (json) {
    terminal.out(
      jsonText<BaselineDocument>({
        ...{ ok, written, open: open.length, diagnostics: jsonDiagnostics(diagnostics) },
        added: jsonEntries(added),
        removed: jsonEntries(removed),
        entries: jsonEntries(entries),
      }),
    )
  } else {
    showDiagnostics(terminal, diagnostics, project)
    if (ok) showChanges(result, check, terminal)
    else terminal.err('nothing was written')
  }
  if (!ok) return exitCode.sourceErrors
  return check && removed.length > 0 ? exitCode.outOfDate : exitCode.clean
}

function showChanges(result: UpdatedBaseline, check: boolean, terminal: Terminal): void {
  const { added, removed, entries, open } = result
  const total = entries.reduce((sum, each) => sum + each.count, 0)
  showSome(
    [
      ...removed.map((each) => `${terminal.paintOut('green', 'remove')} ${entryText(each)}`),
      ...added.map((each) => `${terminal.paintOut('yellow', 'add   ')} ${entryText(each)}`),
    ],
    (line) => terminal.out(line),
  )
  const isChanged = added.length + removed.length > 0
  const state =
    total === 0 ? `there is no ${baselineName}` : `${baselineName} has ${count(total, 'warning')}`
  const done = isChanged && !check ? ', now' : ''
  terminal.out(
    check && isChanged ? 'entries are no longer needed: run bottle baseline' : `${state}${done}`,
  )
  if (open.length > 0) {
    terminal.note(`${count(open.length, 'warning')} of bottles not in it; --grow takes them in`)
  }
}
