import { windowOf } from './columns.ts'
import type { Diagnostic } from './diagnostic.ts'
import { escapeControls } from './text.ts'
import { withoutOldCommands } from './unseen.ts'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green'

/** Paints a text, or gives it back as it is. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text

/** Columns of an excerpt where the terminal's are not known. */
const longestExcerpt = 160

/** UTF-16 code units before and behind a fault that may be shown. */
const around = 1_000

/** Columns below which a line would show nothing of the source. */
const narrowest = 20

const tab = '  '

/**
 * The diagnostic as people read it: place, severity, code and message on one line, then the source
 * line with a caret, then the hint.
 *
 * @param width The columns that an excerpt may take.
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  paint: Paint = plain,
  width: number = longestExcerpt,
): string {
  const { code, severity, message, hint } = diagnostic
  const place = formatPlace(diagnostic)
  const level = paint(severity === 'error' ? 'red' : 'yellow', `${severity} ${code}`)
  const head = place === '' ? '' : `${paint('bold', place)} `
  const lines = [`${head}${level}: ${escapeControls(message)}`]
  lines.push(...formatExcerpt(diagnostic, paint, width))
  if (hint !== undefined) lines.push(`  ${paint('cyan', 'hint:')} ${escapeControls(hint)}`)
  return lines.join('\n')
}

/** `file:line:column`, as far as it is known. */
export function formatPlace({ origin }: Diagnostic): string {
  if (origin === undefined) return ''
  const file = escapeControls(origin.file)
  return [file, origin.line, origin.column].filter((part) => part !== undefined).join(':')
}

/** The diagnostic with a place that can be opened, or with its place in the message. */
export function locatable(diagnostic: Diagnostic): Pick<Diagnostic, 'message' | 'origin'> {
  const { message, origin } = diagnostic
  if (origin?.inCommit !== true) return diagnostic
  return { message: `${formatPlace(diagnostic)}: ${message}` }
}

function formatExcerpt({ origin }: Diagnostic, paint: Paint, width: number): string[] {
  if (origin?.text === undefined || origin.line === undefined || origin.text.trim() === '')
    return []
  const number = `${String(origin.line).padStart(6)} │`
  // Of a line without an end no more is looked at than a terminal could show.
  const column = origin.column ?? 1
  const start = Math.max(0, column - 1 - around)
  const source = origin.text.slice(start, column - 1 + around)
  const [head, tail] = [start > 0 ? '…' : '', column - 1 + around < origin.text.length ? '…' : '']
  const show = (text: string) => withoutOldCommands(escapeControls(text.replaceAll('\t', tab)))
  const at = head.length + show(source.slice(0, column - 1 - start)).length
  const room = Math.max(width - number.length - 1, narrowest)
  const { text, before } = windowOf(head + show(source) + tail, at, room)
  const lines = [`${paint('dim', number)} ${text}`]
  if (origin.column !== undefined) {
    lines.push(`${paint('dim', '       │')} ${' '.repeat(before)}${paint('red', '^')}`)
  }
  return lines
}
