import { hasErrors } from '../diagnostic/diagnostic.ts'
import { escapeControls, nearest, quote } from '../diagnostic/text.ts'
import { bottleKey } from '../project/validate.ts'
import { planSynth } from '../synth.ts'
import { states } from './check-command.ts'
import { otherFiles } from './entries.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonPrinted, jsonText } from './json.ts'
import type { ListDocument } from './json-documents.ts'
import { listedStates } from './listed-states.ts'
import type { CommonOptions } from './options.ts'
import { synthOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted } from './terminal.ts'
import { UsageError } from './usage-error.ts'

interface Row {
  readonly slug: string
  readonly dialect: string | undefined
  readonly source: string | undefined
  readonly state: string
}

export interface ListCommandOptions extends CommonOptions {
  readonly state?: readonly string[]
}

/** Lists every bottle file, bad ones too, and what is on disk without one. */
export async function runList(options: ListCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const isWanted = stateFilter(options.state)
  const result = await planSynth({ ...synthOptions(options), keepGoing: true, types: false })
  const { bottles, files, plan, diagnostics, printed } = result
  const good = new Map(bottles.map((bottle) => [bottleKey(bottle.source, bottle.slug), bottle]))
  const actions = new Map((plan?.entries ?? []).map(({ slug, action }) => [slug, action]))
  const all: Row[] = files.map(({ file, slug }) => {
    const bottle = good.get(bottleKey(file, slug))
    const action = actions.get(slug)
    const state = bottle === undefined ? 'error' : action === undefined ? 'unknown' : states[action]
    return { slug, dialect: bottle?.dialect, source: file, state }
  })
  const listed = new Set(all.map(({ slug }) => slug))
  for (const { slug, action } of plan?.entries ?? []) {
    if (!listed.has(slug)) {
      all.push({
        slug,
        dialect: undefined,
        source: undefined,
        state: states[action === 'edited' ? 'edited' : 'remove'],
      })
    }
  }
  const rows = all.filter(isWanted)
  const others = otherFiles(plan).filter(isWanted)
  const ok = result.ok && !hasErrors(diagnostics)
  if (options.json) {
    const parts = { diagnostics: jsonDiagnostics(diagnostics), printed: jsonPrinted(printed) }
    terminal.out(jsonText<ListDocument>({ ok, bottles: rows, files: others, ...parts }))
  } else {
    showPrinted(terminal, printed)
    showDiagnostics(terminal, diagnostics, options.project)
    showTable(rows, terminal)
    for (const { path, state } of others) {
      terminal.out(`${state.padEnd(9)} ${escapeControls(path)}`)
    }
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}

/** Whether something is in one of the states that are asked for; all are, when none is named. */
function stateFilter(states: readonly string[] | undefined) {
  const known: readonly string[] = listedStates
  const wrong = states?.find((state) => !known.includes(state))
  if (wrong !== undefined) {
    const guess = nearest(wrong, known)
    const advice = guess === undefined ? '' : `; did you mean ${quote(guess)}?`
    throw new UsageError(`--state is ${quote(wrong)}; there are ${known.join(', ')}${advice}`)
  }
  return ({ state }: { readonly state: string }) => states?.includes(state) ?? true
}

function showTable(rows: readonly Row[], terminal: Terminal): void {
  const cells = rows.map(({ slug, dialect, state, source }) =>
    [slug, dialect ?? '-', state, source ?? '-'].map(escapeControls),
  )
  const table = [['BOTTLE', 'DIALECT', 'STATE', 'SOURCE'], ...cells]
  const widths = [0, 1, 2].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  )
  for (const [index, row] of table.entries()) {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
    terminal.out(index === 0 ? terminal.paintOut('dim', line) : line)
  }
}
