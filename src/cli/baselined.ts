import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { formatPlace } from '../diagnostic/format.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import { baselineName } from '../project/baseline/baseline.ts'
import type { BaselineEntry, SynthResult } from '../synth.ts'
import type { JsonBaselineEntry } from './json-documents.ts'
import type { Terminal } from './terminal.ts'

/** What is shown one by one; the file itself has all. */
const mostShown = 20

/** Shows the warnings that the baseline has, a line each. */
export function showBaselined(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return
  terminal.note(`${count(diagnostics.length, 'warning')} in ${baselineName}, which does not fail:`)
  const lines = diagnostics.map((each) => {
    const place = formatPlace(each)
    return `  ${each.code} ${nameOf({ bottle: each.slug ?? '', at: each.path })}${place === '' ? '' : `, ${place}`}`
  })
  showSome(lines, (line) => terminal.note(terminal.paintErr('dim', line)))
}

/** Says what the baseline does not need any more. */
export function showUnneeded(
  terminal: Terminal,
  { unneeded = [] }: Pick<SynthResult, 'unneeded'>,
): void {
  if (unneeded.length === 0) return
  const what = unneeded.length === 1 ? '1 entry' : `${unneeded.length} entries`
  terminal.note(`${what} of ${baselineName} no longer needed; bottle baseline takes out:`)
  showSome(unneeded.map(entryText), (line) => terminal.note(`  ${line}`))
}

/** An entry on one line. */
export function entryText(entry: BaselineEntry): string {
  const times = entry.count === 1 ? '' : `, ${entry.count} times`
  return `${entry.code} ${nameOf(entry)}${times}`
}

export function jsonEntries(entries: readonly BaselineEntry[]): readonly JsonBaselineEntry[] {
  return entries.map(({ bottle, code, at, count: number }) => ({ bottle, code, at, count: number }))
}

export function jsonUnneeded({
  unneeded = [],
}: Pick<SynthResult, 'unneeded'>): readonly JsonBaselineEntry[] | undefined {
  return unneeded.length === 0 ? undefined : jsonEntries(unneeded)
}

export function showSome(lines: readonly string[], show: (line: string) => void): void {
  for (const line of lines.slice(0, mostShown)) show(line)
  if (lines.length > mostShown) show(`  and ${lines.length - mostShown} more`)
}

function nameOf({ bottle, at }: Pick<BaselineEntry, 'bottle' | 'at'>): string {
  return escapeControls(at === undefined ? bottle : `${bottle} ${at}`)
}
