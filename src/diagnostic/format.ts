import type { Diagnostic } from './diagnostic.ts'
import { escapeControls } from './text.ts'
import { withoutOldCommands } from './unseen.ts'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green'

/** Paints a text, or gives it back as it is. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text

const longestExcerpt = 160
const tab = '  '

/**
 * The diagnostic as people read it: place, severity, code and message on one line, then the source
 * line with a caret, then the hint.
 */
export function formatDiagnostic(diagnostic: Diagnostic, paint: Paint = plain): string {
  const { code, severity, message, hint } = diagnostic
  const place = formatPlace(diagnostic)
  const level = paint(severity === 'error' ? 'red' : 'yellow', `${severity} ${code}`)
  const head = place === '' ? '' : `${paint('bold', place)} `
  const lines = [`${head}${level}: ${escapeControls(message)}`]
  lines.push(...formatExcerpt(diagnostic, paint))
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

function formatExcerpt({ origin }: Diagnostic, paint: Paint): string[] {
  if (origin?.text === undefined || origin.line === undefined) return []
  if (origin.text.length > longestExcerpt || origin.text.trim() === '') return []
  const number = String(origin.line).padStart(6)
  const show = (text: string) => withoutOldCommands(escapeControls(text.replaceAll('\t', tab)))
  const lines = [`${paint('dim', `${number} │`)} ${show(origin.text)}`]
  if (origin.column !== undefined) {
    const before = show(origin.text.slice(0, origin.column - 1))
    lines.push(`${paint('dim', '       │')} ${' '.repeat(columnsOf(before))}${paint('red', '^')}`)
  }
  return lines
}

const marks = /\p{M}/gu
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/gu

/** The columns that a terminal takes for `text`, which is escaped (Unicode, UAX #11). */
function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  const seen = text.replace(marks, '')
  return [...seen].length + (seen.match(wide)?.length ?? 0)
}
