import { newBottle } from '../codemod/new-bottle.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import { dialectOption } from './dialect-option.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { NewDocument } from './json-authoring-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface NewCommandOptions extends ProjectOptions {
  readonly from?: string
  readonly dialect?: string
}

/** Writes a new bottle file, from scratch or from another. */
export async function runNew(
  slug: string,
  { project, json, from, dialect: named }: NewCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const dialect = dialectOption(named)
  if (dialect !== undefined && from !== undefined) {
    throw new UsageError('--from takes the dialect of the other bottle; leave --dialect out')
  }
  const { ok, written, changed, diagnostics } = await newBottle({
    slug,
    project,
    ...(from === undefined ? {} : { from }),
    ...(dialect === undefined ? {} : { dialect }),
  })
  if (json) {
    const strings = changed.map(({ before, after, line }) => ({ line, before, after }))
    const rest = { changed: strings, diagnostics: jsonDiagnostics(diagnostics) }
    terminal.out(jsonText<NewDocument>({ ok, written, ...rest }))
  } else {
    showDiagnostics(terminal, diagnostics, project)
    if (!ok) terminal.err('nothing was written')
    else terminal.out(`wrote ${escapeControls(written ?? '')}`)
    for (const { line, before, after } of changed) {
      terminal.out(`  line ${line}: ${quote(before)} is now ${quote(after)}`)
    }
    if (ok) terminal.note('run synth to write the output tree')
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}
