import { styleText } from 'node:util'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { formatDiagnostic, type Paint, plain } from '../diagnostic/format.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import type { Printed } from '../synth.ts'

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  readonly paintOut: Paint
  readonly paintErr: Paint
  /** Whether diagnostics are wanted as annotations of GitHub Actions too. */
  readonly annotations: boolean
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    paintOut: painter(process.stdout),
    paintErr: painter(process.stderr),
    annotations: process.env.GITHUB_ACTIONS === 'true',
  }
}

/** Colour on a terminal alone, and never with NO_COLOR (no-color.org). */
function painter(stream: NodeJS.WriteStream): Paint {
  const wanted = stream.isTTY === true && (process.env.NO_COLOR ?? '') === ''
  return wanted ? (style, text) => styleText(style, text) : plain
}

export function showDiagnostics(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    terminal.err(formatDiagnostic(diagnostic, terminal.paintErr))
    if (terminal.annotations) terminal.err(annotation(diagnostic))
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const parts = [
    errors > 0 ? [count(errors, 'error')] : [],
    warnings > 0 ? [count(warnings, 'warning')] : [],
  ]
  if (diagnostics.length > 0) terminal.err(parts.flat().join(', '))
}

/** What bottles printed: behind their names, and nothing in it reaches the terminal raw. */
export function showPrinted(terminal: Terminal, printed: readonly Printed[]): void {
  for (const { slug, lines } of printed) {
    const name = terminal.paintErr('dim', `${escapeControls(slug)}:`)
    for (const line of lines) terminal.err(`${name} ${escapeControls(line)}`)
  }
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function annotation({ code, severity, message, origin, hint }: Diagnostic): string {
  const properties = {
    file: origin?.file,
    line: origin?.line,
    col: origin?.column,
    title: code,
  }
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`
  return `::${severity} ${list.join(',')}::${escapeData(text)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
