import { count, escapeControls } from '../diagnostic/text.ts'
import type { WatchedRound } from '../project/watch-project.ts'
import { watchProject } from '../project/watch-project.ts'
import type { PlanEntry } from '../synth.ts'
import { showUnneeded } from './baselined.ts'
import { done, showEntries } from './entries.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonEntry, jsonLine, jsonPrinted } from './json.ts'
import type { WatchDocument } from './json-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted } from './terminal.ts'

export interface WatchCommandOptions extends ProjectOptions {
  readonly out?: string
  readonly only?: readonly string[]
  readonly strict: boolean
  readonly types: boolean
  readonly cache: boolean
}

/** For how many milliseconds the process may stay when all is done. */
const lastMoment = 200

/** Synthesizes whenever a source changes, until it is interrupted. */
export async function runWatch(
  { project, json, out, only, strict, types, cache }: WatchCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  let wasBad = false
  const place = { project, ...(out === undefined ? {} : { out }) }
  const options = { ...place, strict, types, ...(only === undefined ? {} : { only }) }
  const hear = (round: WatchedRound) => {
    if (json) terminal.out(jsonRound(round))
    else showRound(round, wasBad, project, terminal)
    wasBad = !round.ok
  }
  const warn = (message: string) => terminal.err(`warning: ${escapeControls(message)}`)
  await watchProject({ ...options, ...(cache ? {} : { cache }) }, stop.signal, hear, warn)
  // chokidar never lets go of a file that it began to watch while it was closed.
  setTimeout(() => process.exit(), lastMoment).unref()
  return exitCode.clean
}

function showRound(
  round: WatchedRound,
  wasBad: boolean,
  project: string,
  terminal: Terminal,
): void {
  const { ok, begun, diagnostics, printed, files } = round
  const entries = changedEntries(round)
  const { changed, milliseconds } = round
  const what = changed.length === 0 ? 'first run' : changed.map(escapeControls).join(', ')
  terminal.note(terminal.paintErr('dim', `--- ${new Date().toTimeString().slice(0, 8)} ${what}`))
  showPrinted(terminal, printed)
  showDiagnostics(terminal, diagnostics, project)
  showUnneeded(terminal, round)
  showEntries(entries, terminal)
  if (ok && wasBad) terminal.out(terminal.paintOut('green', 'no more errors'))
  const failure = begun ? 'the output tree was partly written' : 'nothing was written'
  if (terminal.status !== undefined) {
    const state = ok ? `${count(files.length, 'bottle')} up to date` : failure
    terminal.status(`${state} in ${milliseconds.toFixed(0)} ms; watching, press Ctrl-C to stop`)
    return
  }
  const state = ok ? `${entries.length} written` : failure
  terminal.note(`${state} in ${milliseconds.toFixed(0)} ms`)
}

function jsonRound(round: WatchedRound): string {
  const { ok, files, evaluated, diagnostics, printed, changed, milliseconds } = round
  return jsonLine<WatchDocument>({
    ok,
    changed,
    bottles: files.length,
    evaluated,
    written: changedEntries(round).map((entry) => jsonEntry(entry, done[entry.action])),
    diagnostics: jsonDiagnostics(diagnostics),
    printed: jsonPrinted(printed),
    milliseconds: Math.round(milliseconds),
  })
}

/** Returns what was done to the output tree, without what is unchanged. */
function changedEntries({ applied, plan }: WatchedRound): readonly PlanEntry[] {
  const entries = applied ? (plan?.entries ?? []) : []
  return entries.filter(({ action }) => action !== 'unchanged')
}
