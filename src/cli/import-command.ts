import type {
  Imported,
  ImportedText,
  ImportOptions,
  ImportResult,
  Refused,
} from '../codemod/import-smolfiles.ts'
import { hasErrors } from '../diagnostic/diagnostic.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import { dialectOption } from './dialect-option.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { ImportDocument } from './json-authoring-documents.ts'
import { companionBeside, readSmolfile, smolfilesIn } from './read-smolfile.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface ImportCommandOptions extends Omit<ImportOptions, 'dialect' | 'project'> {
  readonly project: string
  readonly dialect?: string
  readonly json: boolean
}

/** Writes bottle files from Smolfiles: of each that one can be made of, or of all or none. */
export async function runImport(
  files: readonly string[],
  { json, dialect: named, ...options }: ImportCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const names = smolfilesIn(files)
  if (options.as !== undefined && names.length > 1) {
    throw new UsageError('--as sets the slug of one Smolfile, but several are given')
  }
  if (options.as === undefined && names.includes('-')) {
    throw new UsageError('the standard input has no file name; pass the slug with --as')
  }
  const dialect = dialectOption(named)
  const texts: ImportedText[] = []
  const unread: Refused[] = []
  for (const file of names) {
    const read = await readSmolfile(file)
    const { name } = read
    if (read.ok) texts.push({ name, text: read.text, companion: companionBeside(name) })
    else unread.push({ name, diagnostics: [read.diagnostic] })
  }
  // What reads and writes TypeScript takes half a second to load, and wrong usage does not need it.
  const { importSmolfiles } = await import('../codemod/import-smolfiles.ts')
  const asked = options.allOrNone && unread.length > 0 ? [] : texts
  const some = await importSmolfiles(asked, {
    ...options,
    ...(dialect === undefined ? {} : { dialect }),
  })
  const result: ImportResult = {
    ok: some.ok && unread.length === 0,
    imported: some.imported,
    refused: [...unread, ...some.refused],
    diagnostics: [...unread.flatMap((each) => each.diagnostics), ...some.diagnostics],
  }
  if (json) terminal.out(jsonText(documentOf(result)))
  else showResult(result, names.length, terminal)
  return result.ok ? exitCode.clean : exitCode.sourceErrors
}

function documentOf({ ok, imported, refused, diagnostics }: ImportResult): ImportDocument {
  return {
    ok,
    bottles: imported.map(({ name: from, slug, dialect, path, identical, objections }) => {
      return { from, slug, dialect, path, identical, objections: jsonDiagnostics(objections) }
    }),
    refused: refused.map(({ name: from, diagnostics: objections }) => {
      return { from, objections: jsonDiagnostics(objections) }
    }),
    diagnostics: jsonDiagnostics(diagnostics),
  }
}

function showResult(
  { imported, refused, diagnostics }: ImportResult,
  asked: number,
  terminal: Terminal,
): void {
  showDiagnostics(terminal, diagnostics)
  showImported(imported, terminal)
  for (const { name, diagnostics } of refused) {
    const [first] = diagnostics
    const more = diagnostics.length > 1 ? ` and ${count(diagnostics.length - 1, 'more error')}` : ''
    const why = first === undefined ? '' : `: ${first.code} ${first.message}${more}`
    terminal.err(escapeControls(`not imported: ${name}${why}`))
  }
  if (imported.length === 0) {
    terminal.err('nothing was written')
    return
  }
  const number =
    imported.length === asked
      ? count(asked, 'Smolfile')
      : `${imported.length} of ${count(asked, 'Smolfile')}`
  terminal.note(`imported ${number}; run synth to write the output tree`)
  const open = imported.filter(({ objections }) => objections.length > 0)
  if (open.length === 0) return
  const bad = open.filter(({ objections }) => hasErrors(objections)).length
  const errors =
    bad === 0 ? '' : `; synth writes ${bad === 1 ? 'one' : bad} of them when the errors are solved`
  terminal.note(
    `${count(open.length, 'bottle')} with objections, which are comments there${errors}`,
  )
}

function showImported(imported: readonly Imported[], terminal: Terminal): void {
  const rows = imported.map(({ name, path, dialect, identical, objections }) => [
    escapeControls(name),
    '->',
    escapeControls(path),
    dialect,
    identical ? 'same bytes' : 'same document',
    [...new Set(objections.map(({ code }) => code))].join(', '),
  ])
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    terminal.out(cells.join('  ').trimEnd())
  }
}
