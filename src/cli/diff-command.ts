import { hasErrors } from '../diagnostic/diagnostic.ts'
import { nearest, quote } from '../diagnostic/text.ts'
import type { Part } from '../dialects/parts.ts'
import { partNames } from '../dialects/parts.ts'
import type { Gate } from '../project/configuration-form.ts'
import { gates } from '../project/configuration-form.ts'
import type { DiffResult } from '../review/diff-trees.ts'
import { diffBase, diffPaths, diffSource } from '../review/diff-trees.ts'
import type { Review } from '../review/finding.ts'
import { isGated } from '../review/gate.ts'
import { reviewAsJson } from '../review/output/json.ts'
import { objectionToLink } from '../review/output/link.ts'
import { reviewAsMarkdown } from '../review/output/markdown.ts'
import { reviewForTerminal } from '../review/output/terminal.ts'
import { baseText } from '../review/shown.ts'
import { writeReports } from '../review/write-reports.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonPrinted, jsonText } from './json.ts'
import type { DiffDocument } from './json-documents.ts'
import type { ProjectOptions } from './options.ts'
import { repositoryAlone } from './options.ts'
import { readSmolfile } from './read-smolfile.ts'
import { linksOf, reviewReports } from './review-reports.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics, showPrinted } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface DiffCommandOptions extends ProjectOptions {
  readonly out?: string
  readonly only?: readonly string[]
  readonly base?: string
  readonly repository?: string
  readonly markdown: boolean
  readonly html?: string
  readonly sarif?: string
  readonly link?: string
  readonly failOn?: string
  readonly failOnPart?: string
}

/** Says what changed, and what it means for isolation. */
export async function runDiff(
  paths: readonly string[],
  options: DiffCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const wrong = wrongUsage(paths, options)
  if (wrong !== undefined) throw new UsageError(wrong)
  const compared = await compare(paths, options)
  const { review, base, diagnostics: found, printed, gate } = compared
  // Both are checked: each is a gate, or parts.
  const failOn = (options.failOn as Gate | undefined) ?? gate?.failOn
  const parts = (partsIn(options) as readonly Part[] | undefined) ?? gate?.failOnParts
  if (options.failOnPart !== undefined && failOn === undefined && review !== undefined) {
    throw new UsageError('--fail-on-part limits a gate, and there is none; pass --fail-on as well')
  }
  const reports = reviewReports(paths, options, compared)
  // A report on stdout is the result, and nothing else is there.
  const printedReport = reports.find(({ path }) => path === '-')
  const diagnostics = [...found, ...writeReports(reports.filter(({ path }) => path !== '-'))]
  const ok = review !== undefined && !hasErrors(diagnostics)
  if (options.json) {
    const parts = { diagnostics: jsonDiagnostics(diagnostics), printed: jsonPrinted(printed) }
    terminal.out(
      jsonText<DiffDocument>({
        version: 2,
        ok,
        base,
        ...(review === undefined ? {} : reviewAsJson(review)),
        ...parts,
      }),
    )
  } else {
    showPrinted(terminal, printed)
    showDiagnostics(terminal, diagnostics, options.project)
    if (printedReport !== undefined) terminal.out(printedReport.text().trimEnd())
    else if (review !== undefined) terminal.out(shown(review, paths, options, terminal))
    else if (base !== undefined) terminal.out(baseText(base))
  }
  if (!ok) return exitCode.sourceErrors
  return isGated(review, failOn, parts) ? exitCode.outOfDate : exitCode.clean
}

function wrongUsage(paths: readonly string[], options: DiffCommandOptions): string | undefined {
  const { base, repository, json, markdown, html, sarif, link } = options
  if (paths.length !== 0 && paths.length !== 2) {
    return 'diff takes no path, or two: what was, and what is'
  }
  if (paths.length === 2 && base !== undefined) return '--base and two paths exclude each other'
  if (repository !== undefined && base === undefined) return repositoryAlone
  if (paths.length === 2 && paths.every((path) => path === '-')) {
    return 'the standard input is one Smolfile; name a file for the other'
  }
  const results = [
    ...(json ? ['--json'] : []),
    ...(markdown ? ['--markdown'] : []),
    ...(html === '-' ? ['--html -'] : []),
    ...(sarif === '-' ? ['--sarif -'] : []),
  ]
  if (results.length > 1) return `${results[0]} and ${results[1]} exclude each other`
  if (link !== undefined && !markdown && html === undefined) {
    return '--link is for --markdown and --html, and there is neither'
  }
  return (link === undefined ? undefined : objectionToLink(link)) ?? wrongGate(options)
}

function wrongGate(options: DiffCommandOptions): string | undefined {
  const { failOn } = options
  if (failOn !== undefined && !gates.some((gate) => gate === failOn)) {
    const allowed = gates.map(quote).join(' or ')
    return `--fail-on is ${quote(failOn)}; it must be ${allowed}${adviceFor(failOn, gates)}`
  }
  const names: readonly string[] = partNames
  const wrong = partsIn(options)?.find((part) => !names.includes(part))
  if (wrong === undefined) return undefined
  const advice = adviceFor(wrong, names)
  return `--fail-on-part has ${quote(wrong)}; there are ${names.join(', ')}${advice}`
}

function adviceFor(word: string, words: readonly string[]): string {
  const guess = nearest(word, words)
  return guess === undefined ? '' : `; did you mean ${quote(guess)}?`
}

function partsIn({ failOnPart }: DiffCommandOptions): readonly string[] | undefined {
  return failOnPart?.split(',').map((part) => part.trim())
}

async function compare(
  [before, after]: readonly string[],
  { project, out, only, base, repository }: DiffCommandOptions,
): Promise<DiffResult> {
  const which = only === undefined ? {} : { only }
  const place = { project, ...which, ...(out === undefined ? {} : { out }) }
  if (before !== undefined && after !== undefined) {
    return diffPaths([before, after], which, async (file) => {
      const read = await readSmolfile(file)
      return read.ok ? read.text : read.diagnostic
    })
  }
  return base === undefined ? diffSource(place) : diffBase(base, { ...place, repository })
}

function shown(
  review: Review,
  paths: readonly string[],
  options: DiffCommandOptions,
  terminal: Terminal,
): string {
  if (options.markdown) return reviewAsMarkdown(review, linksOf(paths, options)).trimEnd()
  const { width } = terminal
  const size = width === undefined ? {} : { width }
  return reviewForTerminal(review, { paint: terminal.paintOut, ...size }).trimEnd()
}
