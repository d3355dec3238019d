import { changeSetting } from '../codemod/change-setting.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { SettingError } from '../dialects/setting-error.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { SetDocument } from './json-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'

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
    const { ok, edited, diagnostics } = await changeSetting(change)
    if (json) {
      terminal.out(jsonText<SetDocument>({ ok, edited, diagnostics: jsonDiagnostics(diagnostics) }))
    } else {
      showDiagnostics(terminal, diagnostics, project)
      if (edited !== undefined) terminal.out(`edited ${escapeControls(edited)}`)
      else if (ok) terminal.out(`nothing to do: ${words === undefined ? 'not set' : 'already set'}`)
      if (!ok) terminal.err('nothing was written')
      if (edited !== undefined) terminal.err('run synth to write the output tree')
    }
    return ok ? exitCode.clean : exitCode.sourceErrors
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    terminal.err(`error: ${escapeControls(error.message)}`)
    if (error.hint !== undefined) terminal.err(`(${escapeControls(error.hint)})`)
    return exitCode.usage
  }
}
