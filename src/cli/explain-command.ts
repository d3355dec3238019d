import { columnsOf } from '../diagnostic/columns.ts'
import type { Origin } from '../diagnostic/diagnostic.ts'
import { hasErrors } from '../diagnostic/diagnostic.ts'
import { escapeControls, nearest, quote, wrap } from '../diagnostic/text.ts'
import type { CallTrace } from '../evaluate/sandbox/protocol.ts'
import type { Explained, Explanation } from '../review/explain-bottle.ts'
import { explainBottle } from '../review/explain-bottle.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { explainCode, explainCodes, looksLikeCode } from './explain-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type { ExplainDocument } from './json-documents.ts'
import type { ProjectOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Lines of the Smolfile that are longer have their place on the next line. */
const widestLine = 56

export interface ExplainOptions extends ProjectOptions {
  readonly codes: boolean
}

/** Shows a bottle's Smolfile with where each line was made, or what the catalogue says of codes. */
export async function runExplain(
  slug: string | undefined,
  path: string | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.codes) {
    if (slug === undefined) return explainCodes(options.json, terminal)
    throw new UsageError('--codes lists all codes and takes no argument')
  }
  if (slug === undefined) {
    throw new UsageError(
      "missing required argument 'slug'",
      'bottle explain SLUG shows a bottle, bottle explain BW012 a code',
      'bottle explain --codes lists the codes',
    )
  }
  if (!looksLikeCode(slug) || (await isBottle(options.project, slug))) {
    return explainSettings(slug, path, options, terminal)
  }
  if (path === undefined) return explainCode(slug, options.json, terminal)
  throw new UsageError(`${quote(slug)} is a code, which has no setting ${quote(path)}`)
}

/** A bottle may be called `bw012`: its slug is more than a code that is written in lower case. */
async function isBottle(project: string, slug: string): Promise<boolean> {
  if (slug !== slug.toLowerCase()) return false
  const { bottlesOf } = await import('../project/bottles-of.ts')
  const { openProject } = await import('../project/open-project.ts')
  const listed = await openProject({ project }, bottlesOf)
  return 'code' in listed ? false : listed.some((each) => each.slug === slug)
}

async function explainSettings(
  slug: string,
  path: string | undefined,
  { project, json }: ProjectOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const only = path === undefined ? {} : { path }
  const { bottle, explanation, known, diagnostics } = await explainBottle(slug, {
    project,
    ...only,
  })
  if (explanation === undefined || bottle === undefined) {
    if (json)
      terminal.out(
        jsonText<ExplainDocument>({ ok: false, diagnostics: jsonDiagnostics(diagnostics) }),
      )
    else showDiagnostics(terminal, diagnostics, project)
    return exitCode.sourceErrors
  }
  if (path !== undefined && explanation.lines.length === 0 && explanation.takenOut.length === 0) {
    const guess = nearest(path, known)
    const advice = guess === undefined ? [] : [`did you mean ${escapeControls(guess)}?`]
    throw new UsageError(`${quote(slug)} has no setting ${quote(path)}`, ...advice)
  }
  if (json) {
    const { dialect, source } = bottle
    const parts = { settings: jsonSettings(explanation), takenOut: jsonTakenOut(explanation) }
    const rest = { ...parts, diagnostics: jsonDiagnostics(diagnostics) }
    terminal.out(jsonText<ExplainDocument>({ ok: true, slug, dialect, source, ...rest }))
  } else {
    showDiagnostics(terminal, diagnostics, project)
    showExplanation(explanation, terminal)
  }
  return hasErrors(diagnostics) ? exitCode.sourceErrors : exitCode.clean
}

function showExplanation({ lines, takenOut }: Explanation, terminal: Terminal): void {
  const shown = lines.map((line) => ({ line, text: escapeControls(line.text) }))
  const fitting = shown.map(({ text }) => columnsOf(text)).filter((length) => length <= widestLine)
  const width = fitting.reduce((widest, length) => Math.max(widest, length), 0)
  const page = { width, edge: terminal.width ?? Number.POSITIVE_INFINITY }
  const dim = (text: string) => terminal.paintOut('dim', text)
  const show = (text: string, place: string, at = page) =>
    terminal.out(placedLines(text, place, at, dim).join('\n'))
  for (const { line, text } of shown) {
    show(text, placeOf(line))
    for (const { value, callTrace } of line.overridden) {
      show('', `instead of ${shownValue(value)} from ${callTraceText(callTrace)}`)
    }
  }
  for (const { path, callTrace, overridden } of takenOut) {
    const text = `# ${escapeControls(path)}`
    const own = { ...page, width: Math.max(width, columnsOf(text)) }
    show(text, `removed at ${callTraceText(callTrace)}`, own)
    for (const { value, callTrace: made } of overridden) {
      show('', `previously ${shownValue(value)} from ${callTraceText(made)}`)
    }
  }
}

interface ExplainedPage {
  /** Columns of the lines that have their place beside them. */
  readonly width: number
  /** Columns of the terminal. */
  readonly edge: number
}

/** Columns before what goes on from the line above. */
const hanging = 4

/** A line of the Smolfile and its place: beside it where both fit, else below. */
function placedLines(
  text: string,
  place: string,
  { width, edge }: ExplainedPage,
  dim: (text: string) => string,
): readonly string[] {
  if (place === '') return chunks(text, edge)
  const beside = width + 2
  const isBeside = beside + place.length <= edge
  const gap = width - columnsOf(text)
  if (isBeside && gap >= 0) return [`${text}${' '.repeat(gap + 2)}${dim(place)}`]
  const indent = ' '.repeat(isBeside ? beside : hanging)
  const below = wrap(place, edge - indent.length).flatMap((line) => {
    return chunks(line, edge - indent.length)
  })
  return [...(text === '' ? [] : chunks(text, edge)), ...below.map((line) => indent + dim(line))]
}

/** The text in lines of at most `width` columns: a value has no place to break it at. */
function chunks(text: string, width: number): readonly string[] {
  const lines = ['']
  let left = width
  for (const character of text) {
    const columns = columnsOf(character)
    if (columns > left) {
      lines.push(' '.repeat(hanging))
      left = width - hanging
    }
    lines[lines.length - 1] += character
    left -= columns
  }
  return lines
}

function placeOf({ path, callTrace }: Explained): string {
  if (path === undefined) return ''
  return callTrace.length === 0 ? 'a default' : callTraceText(callTrace)
}

/** `bottles/presets/agent.ts:7:5 via agent at bottles/claude.bottle.ts:9:4` */
function callTraceText(callTrace: CallTrace): string {
  const steps = callTrace.map(({ origin, applied }, index) => {
    const place = [escapeControls(origin.file), origin.line, origin.column].join(':')
    if (index === 0) return applied === undefined ? place : `${escapeControls(applied)} at ${place}`
    return applied === undefined ? `at ${place}` : `via ${escapeControls(applied)} at ${place}`
  })
  return steps.length === 0 ? 'an unknown place' : steps.join(' ')
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? quote(value) : escapeControls(JSON.stringify(value))
}

function jsonSettings({ lines }: Explanation) {
  return lines.flatMap(({ path, value, callTrace, overridden }) =>
    path === undefined
      ? []
      : [{ path, value, places: jsonCallTrace(callTrace), overridden: overridden.map(jsonBefore) }],
  )
}

function jsonTakenOut({ takenOut }: Explanation) {
  return takenOut.map(({ path, callTrace, overridden }) => {
    return { path, places: jsonCallTrace(callTrace), overridden: overridden.map(jsonBefore) }
  })
}

function jsonBefore({ value, callTrace }: Explained['overridden'][number]) {
  return { value, places: jsonCallTrace(callTrace) }
}

function jsonCallTrace(callTrace: CallTrace) {
  return callTrace.map(({ origin, applied }) => ({ ...jsonPlace(origin), preset: applied }))
}

function jsonPlace({ file, line, column }: Origin) {
  return { file, line, column }
}
