import type { CodeExample } from '../diagnostic/catalogue/code-entry.ts'
import type { DiagnosticCode } from '../diagnostic/catalogue.ts'
import {
  acknowledgement,
  catalogue,
  diagnosticCodes,
  helpUri,
  isDiagnosticCode,
} from '../diagnostic/catalogue.ts'
import { exampleText } from '../diagnostic/code-help.ts'
import type { Style } from '../diagnostic/format.ts'
import { nearest, quote, wrap } from '../diagnostic/text.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonText } from './json.ts'
import type { CodeDocument, CodesDocument, JsonCode } from './json-documents.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Prose that is wider is hard to read, however wide the terminal is. */
const widest = 80
const indent = '  '

/** Whether `word` has the form of a code. A slug in lower case can have it as well. */
export function looksLikeCode(word: string): boolean {
  return /^bw\d+$/i.test(word)
}

/** Shows all that the catalogue says of one code. */
export function explainCode(word: string, json: boolean, terminal: Terminal): ExitCode {
  const code = word.toUpperCase()
  if (!isDiagnosticCode(code)) {
    const guess = nearest(code, diagnosticCodes)
    const guesses = guess === undefined ? [] : [`did you mean ${guess}?`]
    const list = 'bottle explain --codes lists the codes'
    throw new UsageError(`unknown code ${quote(word)}`, ...guesses, list)
  }
  if (json) terminal.out(jsonText<CodeDocument>({ ok: true, ...jsonEntry(code) }))
  else for (const line of entryLines(code, terminal)) terminal.out(line)
  return exitCode.clean
}

/** Lists every code with its severity and title. */
export function explainCodes(json: boolean, terminal: Terminal): ExitCode {
  if (json) {
    terminal.out(jsonText<CodesDocument>({ ok: true, codes: diagnosticCodes.map(jsonEntry) }))
    return exitCode.clean
  }
  const { paintOut: paint } = terminal
  for (const code of diagnosticCodes) {
    const { severity, title } = catalogue[code]
    const level = paint(severityStyle[severity], severity.padEnd('warning'.length))
    terminal.out(`${paint('bold', code)}  ${level}  ${title}`)
  }
  return exitCode.clean
}

const severityStyle: Readonly<Record<'error' | 'warning', Style>> = {
  error: 'red',
  warning: 'yellow',
}

function entryLines(code: DiagnosticCode, terminal: Terminal): readonly string[] {
  const { severity, title, why, bad, good, accept, upstream } = catalogue[code]
  const { paintOut: paint } = terminal
  const width = Math.min(widest, terminal.width ?? widest)
  const prose = (text: string, margin = indent) =>
    wrapProse(text, width - margin.length).map((line) => margin + paintCode(line, terminal))
  const example = (each: CodeExample) =>
    'setup' in each
      ? prose(each.setup)
      : exampleText(each)
          .split('\n')
          .map((line) => (line === '' ? '' : indent + line))
  return [
    `${paint(severityStyle[severity], `${severity} ${code}`)}: ${paint('bold', title)}`,
    '',
    ...prose(why, ''),
    '',
    paint('red', 'Bad:'),
    ...example(bad),
    '',
    paint('green', 'Good:'),
    ...example(good),
    ...(accept === undefined
      ? []
      : [
          '',
          paint('yellow', 'Acknowledge:'),
          ...prose(accept),
          '',
          indent + paint('cyan', acknowledgement(code)),
        ]),
    ...(upstream === undefined ? [] : ['', paint('bold', 'Upstream:'), ...prose(upstream)]),
  ]
}

const codeSpan = /`[^`]+`/g

/** Lines of at most `width` characters, of which none ends between two backticks. */
function wrapProse(text: string, width: number): readonly string[] {
  const joined = text.replace(codeSpan, (code) => code.replaceAll(' ', '\u00a0'))
  return wrap(joined, width).map((line) => line.replaceAll('\u00a0', ' '))
}

function paintCode(line: string, { paintOut }: Terminal): string {
  return line.replace(codeSpan, (code) => paintOut('cyan', code))
}

function jsonEntry(code: DiagnosticCode): JsonCode {
  const entry = catalogue[code]
  const accept = entry.accept === undefined ? {} : { acknowledgement: acknowledgement(code) }
  return { code, ...entry, ...accept, uri: helpUri(code) }
}
