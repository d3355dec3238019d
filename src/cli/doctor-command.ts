import { hasErrors } from '../diagnostic/diagnostic.ts'
import { escapeControls } from '../diagnostic/text.ts'
import type { Check } from '../gateway/doctor/check.ts'
import { examine } from '../gateway/doctor/examine.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { DoctorDocument } from './json-documents.ts'
import type { ProjectOptions } from './options.ts'
import { showErrors } from './reach-command.ts'
import type { Terminal } from './terminal.ts'

export interface DoctorCommandOptions extends ProjectOptions {
  readonly out?: string
}

/** Says what this host lacks to run the bottles, and what to do about it. */
export async function runDoctor(
  slug: string | undefined,
  { project, json, out }: DoctorCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { checks, diagnostics } = await examine(slug, { project, out })
  const isGood = !hasErrors(diagnostics)
  const isFit = checks.every(({ state }) => state !== 'failed')
  if (json) {
    const ok = isGood && isFit
    terminal.out(
      jsonText<DoctorDocument>({ ok, checks, diagnostics: jsonDiagnostics(diagnostics) }),
    )
  } else {
    showErrors(terminal, diagnostics, project)
    for (const check of checks) terminal.out(linesOf(check, terminal).join('\n'))
  }
  if (!isGood) return exitCode.sourceErrors
  return isFit ? exitCode.clean : exitCode.outOfDate
}

const styles = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const

function linesOf({ name, slug, state, found, advice }: Check, terminal: Terminal): string[] {
  const what = escapeControls(slug === undefined ? name : `${slug}: ${name}`)
  const head = `${terminal.paintOut(styles[state], state.padEnd(7))}  ${what}: ${escapeControls(found)}`
  return advice === undefined ? [head] : [head, `         ${escapeControls(advice)}`]
}
