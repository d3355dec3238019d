import { removeBottle } from '../codemod/remove-bottle.ts'
import { escapeControls } from '../diagnostic/text.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { RemoveDocument } from './json-authoring-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'

export interface RmCommandOptions extends ProjectOptions {
  readonly out?: string
  readonly force: boolean
}

/** Removes a bottle with what the output tree has of it. */
export async function runRm(
  slug: string,
  { project, json, out, force }: RmCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const place = { project, ...(out === undefined ? {} : { out }) }
  const { ok, removed, diagnostics } = await removeBottle({ slug, force, ...place })
  if (json) {
    const rest = { removed, diagnostics: jsonDiagnostics(diagnostics) }
    terminal.out(jsonText<RemoveDocument>({ ok, ...rest }))
  } else {
    showDiagnostics(terminal, diagnostics, project)
    for (const path of removed) {
      terminal.out(`${terminal.paintOut('red', 'remove')} ${escapeControls(path)}`)
    }
    if (!ok) terminal.err('nothing was removed')
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}
