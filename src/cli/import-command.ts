import type { Imported, ImportedText, ImportOptions } from '../codemod/import-smolfiles.ts'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import { dialectOption } from './dialect-option.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { ImportDocument } from './json-documents.ts'
import { readSmolfile } from './read-smolfile.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'

export interface ImportCommandOptions extends Omit<ImportOptions, 'dialect' | 'project'> {
  readonly project: string
  readonly dialect?: string
  readonly json: boolean
}

/** Writes bottle files from Smolfiles: all of them, or none. */
export async function runImport(
  files: readonly string[],
  { json, dialect: named, ...options }: ImportCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const names = [...new Set(files)]
  if (options.as !== undefined && names.length > 1) {
    terminal.err('error: --as sets the slug of one Smolfile, but several are given')
    return exitCode.usage
  }
  if (options.as === undefined && names.includes('-')) {
    terminal.err('error: the standard input has no file name; pass the slug with --as')
    return exitCode.usage
  }
  const dialect = dialectOption(named, terminal)
  if (dialect === 'unknown') return exitCode.usage
  const texts: ImportedText[] = []
  const unread: Diagnostic[] = []
  for (const name of names) {
    const read = await readSmolfile(name)
    if (read.ok) texts.push({ name: read.name, text: read.text })
    else unread.push(read.diagnostic)
  }
  // What reads and writes TypeScript takes half a second to load, and wrong usage does not need it.
  const { importSmolfiles } = await import('../codemod/import-smolfiles.ts')
  const { ok, imported, diagnostics } =
    unread.length > 0
      ? { ok: false, imported: [], diagnostics: unread }
      : await importSmolfiles(texts, { ...options, ...(dialect === undefined ? {} : { dialect }) })
  if (json) {
    const bottles = imported.map(({ name: from, slug, dialect, path, identical, acknowledged }) => {
      return { from, slug, dialect, path, identical, acknowledged }
    })
    terminal.out(
      jsonText<ImportDocument>({ ok, bottles, diagnostics: jsonDiagnostics(diagnostics) }),
    )
  } else {
    showDiagnostics(terminal, diagnostics)
    if (!ok) terminal.err('nothing was written')
    else showImported(imported, terminal)
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}

function showImported(imported: readonly Imported[], terminal: Terminal): void {
  const rows = imported.map(({ name, path, dialect, identical, acknowledged }) => [
    escapeControls(name),
    '->',
    escapeControls(path),
    dialect,
    identical ? 'same bytes' : 'same document',
    acknowledged.length === 0 ? '' : `acknowledges ${acknowledged.join(', ')}`,
  ])
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  for (const row of rows) {
    terminal.out(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
  const open = imported.filter(({ acknowledged }) => acknowledged.length > 0).length
  terminal.err(`imported ${count(imported.length, 'Smolfile')}; run synth to write the output tree`)
  if (open > 0) {
    terminal.err(`${count(open, 'bottle')} with acknowledged warnings; review the reasons there`)
  }
}
