import { initProject } from '../codemod/init-project.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { version } from '../files/package-files.ts'
import { configurationName } from '../project/configuration.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { InitDocument } from './json-authoring-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'

/** Writes what a project needs to begin with. */
export async function runInit(
  { project, json }: ProjectOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { ok, written, kept, diagnostics } = await initProject(project, version())
  if (json) {
    terminal.out(
      jsonText<InitDocument>({ ok, written, kept, diagnostics: jsonDiagnostics(diagnostics) }),
    )
  } else {
    showDiagnostics(terminal, diagnostics, project)
    for (const path of written) terminal.out(`wrote ${escapeControls(path)}`)
    for (const path of kept) terminal.out(`kept  ${escapeControls(path)}, which was there`)
    if (written.includes(configurationName)) {
      terminal.err(
        `${configurationName} asks for one variable a line, which a diff then shows alone`,
      )
    }
    if (ok) terminal.note('next: npm install, and npx bottle synth')
    if (!ok) terminal.err('nothing was written')
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}
