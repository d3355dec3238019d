import { count } from '../diagnostic/text.ts'
import type { Action } from '../synth.ts'
import { planSynth } from '../synth.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonEntry, jsonPrinted, jsonText } from './json.ts'
import type { CheckDocument } from './json-documents.ts'
import type { CommonOptions } from './options.ts'
import { synthOptions } from './options.ts'
import { showProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted } from './terminal.ts'

/** What a Smolfile on disk is, seen from the source. */
export const states: Readonly<Record<Action, string>> = {
  create: 'missing',
  update: 'stale',
  remove: 'orphaned',
  edited: 'hand-edited',
  unchanged: 'current',
}

export async function runCheck(options: CommonOptions, terminal: Terminal): Promise<ExitCode> {
  const { plan, diagnostics, printed, ok } = await planSynth({
    ...synthOptions(options),
    ...showProgress(terminal),
  })
  const stale = (plan?.entries ?? []).filter(({ action }) => action !== 'unchanged')
  if (options.json) {
    const bottles = (plan?.entries ?? []).map((entry) => jsonEntry(entry, states[entry.action]))
    const parts = { diagnostics: jsonDiagnostics(diagnostics), printed: jsonPrinted(printed) }
    terminal.out(jsonText<CheckDocument>({ ok: ok && stale.length === 0, bottles, ...parts }))
  } else {
    showPrinted(terminal, printed)
    showDiagnostics(terminal, diagnostics, options.project)
    for (const { action, path } of stale) {
      terminal.out(`${terminal.paintOut('yellow', states[action].padEnd(11))} ${path}`)
    }
    if (stale.some(({ action }) => action !== 'edited')) {
      terminal.err('the output tree is out of date: run synth, and commit it')
    }
    if (stale.some(({ action }) => action === 'edited')) {
      terminal.err('hand-edited: make the change in the bottle, or undo it with synth --force')
    }
    if (stale.length === 0 && ok)
      terminal.out(`the output tree is up to date: ${count(plan?.entries.length ?? 0, 'bottle')}`)
  }
  if (!ok) return exitCode.sourceErrors
  return stale.length === 0 ? exitCode.clean : exitCode.outOfDate
}
