import { changeSetting } from '../codemod/change-setting.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import { SettingError } from '../dialects/setting-error.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { SetDocument } from './json-authoring-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Changes one setting in a bottle's source; without `words` it is taken out. */
export async function runSet(
  slug: string,
  path: string,
  words: readonly string[] | undefined,
  { project, json }: ProjectOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    const change = { slug, path, project, ...(words === undefined ? {} : { words }) }
    const { ok, edited, nearest, diagnostics } = await changeSetting(change)
    if (json) {
      terminal.out(jsonText<SetDocument>({ ok, edited, diagnostics: jsonDiagnostics(diagnostics) }))
    } else {
      showDiagnostics(terminal, diagnostics, project)
      if (edited !== undefined) terminal.out(`edited ${escapeControls(edited)}`)
      else if (ok && words !== undefined) terminal.out('nothing to do: already set')
      else if (ok) terminal.out(`nothing to do: ${quote(slug)} has no setting ${quote(path)}`)
      if (nearest !== undefined) terminal.err(`(did you mean ${escapeControls(nearest)}?)`)
      if (!ok) terminal.err('nothing was written')
      if (edited !== undefined) terminal.note('run synth to write the output tree')
    }
    return ok ? exitCode.clean : exitCode.sourceErrors
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    const advice = error.hint === undefined ? [] : [escapeControls(error.hint)]
    throw new UsageError(escapeControls(error.message), ...advice)
  }
}
