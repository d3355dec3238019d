import { initProject } from '../codemod/init-project.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { configurationName } from '../project/configuration.ts'
import { planSynth } from '../synth.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { InitDocument } from './json-authoring-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'

/** The options of `bottle init`. */
export interface InitCommandOptions extends ProjectOptions {
  /** Default: true. */
  readonly github?: boolean
}

/** Writes what a project lacks to begin with, and says what is still to do. */
export async function runInit(
  { project, json, github = true }: InitCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { ok, written, edited, kept, diagnostics, ...result } = await initProject(project, {
    github,
  })
  const isDone = written.length + edited.length + kept.length > 0
  const isCurrent = !isDone || (await hasCurrentTree(project))
  const next = isCurrent ? result.next : [...result.next, result.synth]
  if (json) {
    const parts = { next, diagnostics: jsonDiagnostics(diagnostics) }
    terminal.out(jsonText<InitDocument>({ ok, written, edited, kept, ...parts }))
  } else {
    showDiagnostics(terminal, diagnostics, project)
    for (const path of written) terminal.out(`wrote ${escapeControls(path)}`)
    for (const { path, changes } of edited) {
      terminal.out(`edited ${escapeControls(path)}: ${escapeControls(changes.join(', '))}`)
    }
    for (const path of kept) terminal.out(`kept  ${escapeControls(path)}, which was there`)
    if (written.includes(configurationName)) {
      terminal.err(
        `${configurationName} asks for one variable a line, which a diff then shows alone`,
      )
    }
    if (next.length > 0) terminal.note(['next:', ...next.map(escapeControls)].join('\n  '))
    if (!isDone) terminal.err('nothing was written')
  }
  return ok ? exitCode.clean : exitCode.sourceErrors
}

/** Whether synth would write nothing. Types are its own matter. */
async function hasCurrentTree(project: string): Promise<boolean> {
  const { ok, plan } = await planSynth({ project, types: false })
  return ok && (plan?.entries ?? []).every(({ action }) => action === 'unchanged')
}
