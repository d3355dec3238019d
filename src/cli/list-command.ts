import { hasErrors } from '../diagnostic/diagnostic.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { planSynth } from '../synth.ts'
import { states } from './check-command.ts'
import { otherFiles } from './entries.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonPrinted, jsonText } from './json.ts'
import type { ListDocument } from './json-documents.ts'
import type { CommonOptions } from './options.ts'
import { synthOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted } from './terminal.ts'

interface Row {
  readonly slug: string
  readonly dialect: string | undefined
  readonly source: string | undefined
  readonly state: string
}

/** Lists every bottle file, bad ones too, and what is on disk without one. */
export async function runList(options: CommonOptions, terminal: Terminal): Promise<ExitCode> {
  const result = await planSynth({ ...synthOptions(options), keepGoing: true, types: false })
  const { bottles, files, plan, diagnostics, printed } = result
  const good = new Map(bottles.map((bottle) => [bottle.source, bottle]))
  const actions = new Map((plan?.entries ?? []).map(({ slug, action }) => [slug, action]))
  const rows: Row[] = files.map(({ file, slug }) => {
    const bottle = good.get(file)
    const action = actions.get(slug)
    const state = bottle === undefined ? 'error' : action === undefined ? 'unknown' : states[action]
    return { slug, dialect: bottle?.dialect, source: file, state }
  })
  const listed = new Set(rows.map(({ slug }) => slug))
  for (const { slug, action } of plan?.entries ?? []) {
    if (!listed.has(slug)) {
      rows.push({
        slug,
        dialect: undefined,
        source: undefined,
        state: states[action === 'edited' ? 'edited' : 'remove'],
      })
    }
  }
  const others = otherFiles(plan)
  if (options.json) {
    const parts = { diagnostics: jsonDiagnostics(diagnostics), printed: jsonPrinted(printed) }
    terminal.out(jsonText<ListDocument>({ bottles: rows, files: others, ...parts }))
  } else {
    showPrinted(terminal, printed)
    showDiagnostics(terminal, diagnostics, options.project)
    showTable(rows, terminal)
    for (const { path, state } of others) {
      terminal.out(`${state.padEnd(9)} ${escapeControls(path)}`)
    }
  }
  return hasErrors(diagnostics) || !result.ok ? exitCode.sourceErrors : exitCode.clean
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
