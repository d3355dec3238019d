import { basename, dirname, join } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors, sortDiagnostics } from '../diagnostic/diagnostic.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import type { DialectName } from '../dialects/dialects.ts'
import type { Vetted } from '../dialects/vet.ts'
import { vetCompanion, vetSmolfile } from '../dialects/vet.ts'
import { smolfileName } from '../output/tree.ts'
import { dialectOption } from './dialect-option.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { VetDocument } from './json-documents.ts'
import type { NamedText } from './read-smolfile.ts'
import { companionBeside, readBeside, readSmolfile, smolfilesIn } from './read-smolfile.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'

export interface VetOptions {
  readonly dialect?: string
  readonly json: boolean
  readonly strict: boolean
}

/** Checks Smolfiles, written by hand or by the tool. `-` is the standard input. */
export async function runVet(
  files: readonly string[],
  { dialect: named, json, strict }: VetOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const dialect = dialectOption(named)
  const vetted = []
  for (const file of smolfilesIn(files)) {
    const read = await readSmolfile(file)
    const result = read.ok ? vetFile(read, dialect) : { diagnostics: [read.diagnostic] }
    const ok = !hasErrors(result.diagnostics) && !(strict && result.diagnostics.length > 0)
    vetted.push({ file: read.name, dialect: result.dialect, ok, diagnostics: result.diagnostics })
  }
  const diagnostics = sortDiagnostics(vetted.flatMap((each) => each.diagnostics))
  const ok = vetted.every((each) => each.ok)
  if (json) {
    const listed = vetted.map(({ file, dialect, ok }) => ({ file, dialect, ok }))
    terminal.out(
      jsonText<VetDocument>({ ok, files: listed, diagnostics: jsonDiagnostics(diagnostics) }),
    )
  } else {
    showResults(vetted, diagnostics, terminal, strict ? 'errors or warnings' : 'errors')
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}

/** A Smolfile with the companion beside it, or a companion with the Smolfile beside it. */
function vetFile({ name, text }: NamedText, forced: DialectName | undefined): Vetted {
  if (basename(name) !== companionName) {
    return vetSmolfile(name, text, forced, companionBeside(name))
  }
  const smolfile = readBeside(name, smolfileName)
  if (smolfile === undefined) return vetCompanion(name, text)
  const beside = vetSmolfile(join(dirname(name), smolfileName), smolfile, forced, text)
  return {
    ...beside,
    diagnostics: beside.diagnostics.filter(({ origin }) => origin?.file === name),
  }
}

interface Result {
  readonly file: string
  readonly dialect: string | undefined
  readonly ok: boolean
}

function showResults(
  results: readonly Result[],
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
  faults: string,
): void {
  showDiagnostics(terminal, diagnostics)
  for (const { file, dialect, ok } of results) {
    const verdict = ok ? terminal.paintOut('green', 'good') : terminal.paintOut('red', 'bad ')
    terminal.out(
      `${verdict} ${escapeControls(file)}${dialect === undefined ? '' : ` (${dialect})`}`,
    )
  }
  const bad = results.filter(({ ok }) => !ok).length
  const verb = bad === 1 ? 'has' : 'have'
  if (bad > 0) terminal.err(`${bad} of ${count(results.length, 'Smolfile')} ${verb} ${faults}`)
}
