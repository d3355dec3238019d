import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { hasErrors } from '../diagnostic/diagnostic.ts'
import { count, quotePath } from '../diagnostic/text.ts'
import { whenConfined } from '../dialects/reach.ts'
import type { Assumption } from '../project/bottle-reach.ts'
import type { ReachItem } from '../reach/reach-items.ts'
import { reachItems } from '../reach/reach-items.ts'
import type { BottleReach, ReachOutcome } from '../review/reach-bottles.ts'
import { reachBottles } from '../review/reach-bottles.ts'
import type { PlaceOf } from '../review/reach-places.ts'
import { baseText, nameText } from '../review/shown.ts'
import type { ExitCode } from './exit-code.ts'
import { exitCode } from './exit-code.ts'
import { jsonDiagnostics, jsonText } from './json.ts'
import type {
  JsonBottleReach,
  JsonReached,
  JsonSetting,
  ReachDocument,
} from './json-reach-documents.ts'
import type { ProjectOptions } from './options.ts'
import { repositoryAlone } from './options.ts'
import type { Page } from './reach-text.ts'
import { beyondLines, maskedText, reachLines } from './reach-text.ts'
import type { Terminal } from './terminal.ts'
import { showDiagnostics } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export interface ReachCommandOptions extends ProjectOptions {
  readonly assume?: Assumption
  readonly base?: string
  readonly repository?: string
  readonly within?: string
}

/** Shows what bottles can get at, what they gained and lost, or what is above a ceiling. */
export async function runReach(
  slugs: readonly string[],
  options: ReachCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { project, json, base, repository, within, assume } = options
  if (repository !== undefined && base === undefined) {
    throw new UsageError(repositoryAlone)
  }
  const outcome = await reachBottles({
    project,
    slugs: slugs.length === 0 ? undefined : [...new Set(slugs)],
    base,
    repository,
    within,
    assume,
  })
  const { bottles = [], diagnostics } = outcome
  const isGood = outcome.bottles !== undefined && !hasErrors(diagnostics)
  const isWithin = bottles.every(({ above = [] }) => above.length === 0)
  if (json) {
    terminal.out(jsonText<ReachDocument>(jsonReach(outcome, isGood && isWithin, assume)))
  } else {
    showErrors(terminal, diagnostics, project)
    if (assume !== undefined) terminal.out(terminal.paintOut('dim', `assumed: ${whenConfined}`))
    if (outcome.base !== undefined) terminal.out(terminal.paintOut('dim', baseText(outcome.base)))
    if (outcome.bottles !== undefined) showReach(outcome, options, terminal)
  }
  if (!isGood) return exitCode.sourceErrors
  return isWithin ? exitCode.clean : exitCode.outOfDate
}

/** Warnings are those of `check`: who asks what a bottle reaches has not asked for them. */
export function showErrors(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  project: string,
): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  showDiagnostics(terminal, errors, project)
}

/** Columns of what is written to a file. */
const usualWidth = 80

/** The page that a table is written on. */
export function pageOf({ width = usualWidth, paintOut }: Terminal): Page {
  return { width: Math.max(width, 40), dim: (text) => paintOut('dim', text) }
}

function showReach(
  { bottles = [], base, placeOf }: ReachOutcome,
  { within }: ReachCommandOptions,
  terminal: Terminal,
): void {
  const page = pageOf(terminal)
  const blocks = bottles.flatMap((bottle) => {
    const lines = linesOf(bottle, placeOf, page, within)
    return lines.length === 0 ? [] : [[headOf(bottle, terminal), ...lines].join('\n')]
  })
  const rest = bottles.length - blocks.length
  const folded: string[] = []
  if (within !== undefined) {
    const ceiling = `the ceiling ${quotePath(within)}${base === undefined ? '' : ' of the base'}`
    folded.push(`${count(rest, 'bottle')} within ${ceiling}, ${blocks.length} above it`)
  } else if (base !== undefined) {
    folded.push(`${count(rest, 'bottle')} with the reach of before, ${blocks.length} with another`)
  }
  terminal.out([...blocks, ...folded].join('\n\n'))
}

function headOf({ slug, dialect, source, since }: BottleReach, { paintOut }: Terminal): string {
  const state = since?.state === 'kept' ? undefined : since?.state
  const from = since?.from === undefined ? '' : ` from ${nameText(since.from)}`
  const facts = [state && `${state}${from}`, dialect, source && nameText(source)]
  const shown = facts.filter((fact) => fact !== undefined).join(' · ')
  return `${paintOut('bold', nameText(slug))}  ${paintOut('dim', shown)}`
}

/** What is shown of a bottle; nothing when all is as it was, or within the ceiling. */
function linesOf(
  { slug, reach, since, above }: BottleReach,
  placeOf: PlaceOf,
  page: Page,
  within: string | undefined,
): readonly string[] {
  if (within !== undefined) return beyondLines('!', slug, above ?? [], placeOf, page)
  if (since !== undefined) {
    return [
      ...beyondLines('+', slug, since.gained, placeOf, page),
      ...beyondLines('-', slug, since.lost, () => undefined, page),
    ]
  }
  return reach === undefined ? [] : reachLines(slug, reach, placeOf, page)
}

function jsonReach(
  { bottles, base, diagnostics, placeOf }: ReachOutcome,
  ok: boolean,
  assume: Assumption | undefined,
) {
  return {
    ok,
    assumes: assume === undefined ? [] : [whenConfined],
    base,
    bottles: bottles?.map((bottle) => jsonBottle(bottle, placeOf)),
    diagnostics: jsonDiagnostics(diagnostics),
  }
}

function jsonBottle(bottle: BottleReach, placeOf: PlaceOf): JsonBottleReach {
  const { slug, dialect, source, reach, since, above } = bottle
  const shown = (items: readonly ReachItem[] | undefined) => {
    return items?.map((item) => jsonReached(slug, item, placeOf))
  }
  return {
    slug,
    dialect,
    source,
    state: since?.state,
    from: since?.from,
    reach: reach && shown(reachItems(reach)),
    gained: shown(since?.gained),
    lost: since?.lost.map((item) => jsonReached(slug, item, () => undefined)),
    above: shown(above),
  }
}

function jsonReached(slug: string, item: ReachItem, placeOf: PlaceOf): JsonReached {
  const { part, what, depends, note, by } = item
  return { part, what: maskedText(what), depends, note, by: jsonSettings(slug, by, placeOf) }
}

/** Settings with the places in which they are made. */
export function jsonSettings(
  slug: string,
  by: readonly string[],
  placeOf: PlaceOf,
): readonly JsonSetting[] {
  return by.map((path) => {
    const { path: known = path, origin } = placeOf(slug, path) ?? {}
    return { path: known, file: origin?.file, line: origin?.line, column: origin?.column }
  })
}
