import { styleText } from 'node:util'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { eachMatterOnce } from '../diagnostic/diagnostic.ts'
import { formatDiagnostic, locatable, type Paint, plain } from '../diagnostic/format.ts'
import { count, escapeControls } from '../diagnostic/text.ts'
import { hideTokens } from '../dialects/masking.ts'
import type { NameInRepository } from '../files/repository-names.ts'
import { namesInRepository } from '../files/repository-names.ts'
import type { Printed, SynthResult } from '../synth.ts'
import { showBaselined } from './baselined.ts'
import { exitCode } from './exit-code.ts'
import { logText } from './log-text.ts'
import type { ShardedOptions } from './options.ts'

/** The outputs of a command: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Writes to `err` what is neither an error nor a warning. */
  note(text: string): void
  readonly paintOut: Paint
  readonly paintErr: Paint
  /** Shows `text` in the last line until something else is written; absent where it is no terminal. */
  status?(text: string): void
  /** Columns of the standard output; absent where it is no terminal, or one that knows none. */
  readonly width?: number
  /** Columns of the standard error; likewise. */
  readonly errWidth?: number
  /**
   * Writes a diagnostic of the project in the folder `project` as an annotation of GitHub Actions;
   * absent where nobody reads them.
   */
  annotate?(diagnostic: Diagnostic, project: string): void
}

export function processTerminal(): Terminal {
  const inActions = process.env.GITHUB_ACTIONS === 'true'
  const [err, out] = [writer(process.stderr), writer(process.stdout)]
  const [paintErr, paintOut] = [painter(process.stderr), painter(process.stdout)]
  const line = process.stderr.isTTY ? new StatusLine(process.stderr) : undefined
  return {
    out: (text) => {
      line?.clear()
      out(logText(text, paintOut !== plain))
    },
    err: (text) => {
      line?.clear()
      err(logText(text, paintErr !== plain))
    },
    note: (text) => {
      line?.clear()
      err(logText(text, paintErr !== plain))
    },
    ...(line === undefined ? {} : { status: (text: string) => line.show(escapeControls(text)) }),
    paintOut,
    paintErr,
    ...(process.stdout.columns > 0 ? { width: process.stdout.columns } : {}),
    ...(process.stderr.columns > 0 ? { errWidth: process.stderr.columns } : {}),
    ...(inActions ? { annotate: annotator(err) } : {}),
  }
}

/** Columns below which a line of state says too little; a terminal may not know its own. */
const narrowest = 20

/** The last line of a terminal, which is written over again and again. */
class StatusLine {
  readonly #stream: NodeJS.WriteStream
  #isShown = false

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    // The shell's prompt is to begin on a clean line.
    process.once('exit', () => this.clear())
  }

  show(text: string): void {
    this.clear()
    if (text === '' || !(this.#stream.columns >= narrowest)) return
    // A line that is broken by the terminal's width could not be cleared as a whole.
    this.#stream.write(text.slice(0, this.#stream.columns - 1))
    this.#isShown = true
  }

  clear(): void {
    if (!this.#isShown) return
    this.#stream.write('\r\u001b[K')
    this.#isShown = false
  }
}

function writer(stream: NodeJS.WriteStream): (text: string) => void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has heard enough, such as `head`, is no failure.
    if (error.code === 'EPIPE') return
    process.exitCode = exitCode.sourceErrors
    if (stream === process.stdout) process.stderr.write(`error: stdout: ${error.message}\n`)
  })
  return (text) => void stream.write(`${text}\n`)
}

/** Colour on a terminal that has it alone, and never with NO_COLOR (no-color.org). */
function painter(stream: NodeJS.WriteStream): Paint {
  const wanted = stream.isTTY && (process.env.NO_COLOR ?? '') === '' && stream.hasColors()
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : plain
}

/** @param project The folder that the diagnostics name files from. */
export function showDiagnostics(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  project = '.',
): void {
  const open = diagnostics.filter(({ baselined }) => baselined !== true)
  const told = eachMatterOnce(open)
  for (const diagnostic of told) {
    terminal.err(formatDiagnostic(diagnostic, terminal.paintErr, terminal.errWidth))
  }
  for (const diagnostic of open) terminal.annotate?.(diagnostic, project)
  const errors = told.filter(({ severity }) => severity === 'error').length
  const warnings = told.length - errors
  const parts = [
    errors > 0 ? [count(errors, 'error')] : [],
    warnings > 0 ? [count(warnings, 'warning')] : [],
  ]
  if (open.length > 0) terminal.err(parts.flat().join(', '))
  showBaselined(
    terminal,
    diagnostics.filter(({ baselined }) => baselined === true),
  )
}

/** Says which policies have not judged, since not all bottles were looked at. */
export function showSkipped(
  terminal: Terminal,
  { skipped = [] }: Pick<SynthResult, 'skipped'>,
  { shard }: ShardedOptions = {},
): void {
  if (skipped.length === 0) return
  const when = shard === undefined ? '' : '; the last step, --join, runs it'
  terminal.err(`skipped, since it judges all bottles together: ${skipped.join(', ')}${when}`)
}

/** Shows what bottles printed, behind their names; nothing in it reaches the terminal raw. */
export function showPrinted(terminal: Terminal, printed: readonly Printed[]): void {
  for (const { slug, lines } of printed) {
    const name = terminal.paintErr('dim', `${escapeControls(slug)}:`)
    for (const line of lines) terminal.err(`${name} ${escapeControls(line)}`)
  }
}

/** Annotations name files from the root of the repository, wherever the project is in it. */
function annotator(err: (text: string) => void): NonNullable<Terminal['annotate']> {
  const known = new Map<string, NameInRepository>()
  return (diagnostic, project) => {
    const nameOf =
      known.get(project) ?? namesInRepository(project, process.env.GITHUB_WORKSPACE || undefined)
    known.set(project, nameOf)
    err(annotation(diagnostic, nameOf))
  }
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function annotation(diagnostic: Diagnostic, nameOf: NameInRepository): string {
  const { code, severity, hint } = diagnostic
  const { message, origin } = locatable(diagnostic)
  const properties = {
    file: origin && nameOf(origin.file),
    line: origin?.line,
    col: origin?.column,
    title: code,
  }
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  const lines = hint === undefined ? [message] : [message, `hint: ${hint}`]
  const text = lines.map((each) => escapeControls(hideTokens(each))).join('\n')
  return `::${severity} ${list.join(',')}::${escapeData(text)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(escapeControls(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
