import { count } from '../../diagnostic/text.ts'
import type { ComparedBase } from '../../output/git-commit.ts'
import type { Finding, Review } from '../finding.ts'
import type { Section } from '../sections.ts'
import { sectionsOf } from '../sections.ts'
import { cautionText, placeText, showChange, someNames, statesText } from '../shown.ts'
import type { FindingGroup, Summary } from '../summary.ts'
import { byUrgency, groupFindings, summarize } from '../summary.ts'
import { topologyOf } from '../topology.ts'
import type { LinkTo } from './link.ts'
import { codeSpan, htmlCode } from './markdown-text.ts'
import { mermaidPicture } from './mermaid.ts'

/** GitHub refuses a comment of more characters. */
const longestComment = 65_536
/** Room for the line that says what was cut, and for the mark that the comment is found by. */
const reserve = 600

/**
 * The review as a comment of a pull request: what widens first, the rest folded.
 *
 * @param linkTo Where places of the source can be read. Default: nowhere.
 */
export function reviewAsMarkdown(review: Review, linkTo?: LinkTo): string {
  const summary = summarize(review)
  const bottles = byUrgency(review)
  const page = new Page()
  page.add(`${heading(summary)}\n`)
  if (review.base !== undefined) page.add(baseLine(review.base))
  if (bottles.length === 0 && review.configuration === undefined) {
    page.add(
      `${review.base === undefined ? '' : '\n'}${count(summary.unchanged, 'bottle')} unchanged.\n`,
    )
    return page.text()
  }
  page.add(numbers(summary))
  const { configuration } = review
  const settings: readonly Titled[] =
    configuration === undefined
      ? []
      : [
          {
            title: (code) => `${code(configuration.file)} changed`,
            times: 1,
            findings: configuration.findings,
          },
        ]
  const sections = [...settings, ...sectionsOf(review).map(titled)]
  for (const section of sections) addGroups(page, section, true, linkTo)
  const picture = mermaidPicture(topologyOf(bottles))
  if (picture !== undefined) {
    const legend = 'Thick arrows are new, dotted ones were removed.'
    const fenced = `${legend}\n\n\`\`\`mermaid\n${picture}\n\`\`\``
    page.add(
      `\n<details><summary>What these bottles are attached to and reach</summary>\n\n${fenced}\n\n</details>\n`,
    )
  }
  for (const section of sections) addGroups(page, section, false, linkTo)
  return page.text()
}

/** Findings under a title, in which a way to write names is used. */
interface Titled {
  readonly title: (code: (text: string) => string) => string
  /** The bottles, where the title does not name them. */
  readonly names?: (code: (text: string) => string) => string
  /** What no finding says, and decides about all of them. */
  readonly caution?: string | undefined
  readonly findings: readonly Finding[]
  /** How many bottles each of the findings is of. */
  readonly times: number
}

function titled({ bottles, findings }: Section): Titled {
  const [{ slug, from }] = bottles
  const state = statesText(bottles)
  const caution = cautionText(bottles)
  if (bottles.length === 1) {
    const was = (code: (text: string) => string) =>
      from === undefined ? '' : ` from ${code(from)}`
    return { findings, times: 1, title: (code) => `${code(slug)} ${state}${was(code)}`, caution }
  }
  const { names, more } = someNames(bottles)
  return {
    findings,
    times: bottles.length,
    title: () => `${count(bottles.length, 'bottle')} ${state}`,
    caution,
    names: (code) => `${names.map(code).join(', ')}${more === '' ? '' : ` ${more}`}\n\n`,
  }
}

/** Blocks of text as far as there is room for them; what is left out is counted. */
class Page {
  #parts: string[] = []
  #length = 0
  #missing = 0
  #missingWidenings = 0

  /** Adds the text when there is room for it. */
  add(text: string): void {
    if (!this.fits(text)) return
    this.#parts.push(text)
    this.#length += text.length
  }

  leaveOut(changes: number, widening: boolean): void {
    this.#missing += changes
    if (widening) this.#missingWidenings += changes
  }

  fits(text: string): boolean {
    return this.#length + text.length <= longestComment - reserve
  }

  text(): string {
    if (this.#missing === 0) return this.#parts.join('')
    const worst = this.#missingWidenings
    const which = worst === 0 ? '' : `, of which ${worst} ${worst === 1 ? 'widens' : 'widen'}`
    return `${this.#parts.join('')}\n… and ${count(this.#missing, 'more change')}${which}\n`
  }
}

function heading({ widens }: Summary): string {
  const what = widens === 0 ? 'no change' : count(widens, 'change')
  return `## Bottles: ${what} ${widens > 1 ? 'widen' : 'widens'} what a bottle may reach`
}

function baseLine({ repository, ref, commit }: ComparedBase): string {
  return `\nCompared with ${codeSpan(ref)}, commit ${codeSpan(commit)}, of the repository ${codeSpan(repository)}.\n`
}

function numbers(summary: Summary): string {
  const columns = [
    'widens',
    'narrows',
    'inside',
    'neutral',
    'changed',
    'added',
    'removed',
    'renamed',
    'unchanged',
  ] as const
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`
  return (
    `\n${row(['changes: widening', 'narrowing', 'inside', 'neutral', 'bottles: changed', 'added', 'removed', 'renamed', 'unchanged'])}` +
    row(columns.map(() => '--:')) +
    row(columns.map((column) => summary[column]))
  )
}

/** The groups of a bottle that widen, open to read; or the others, folded. */
function addGroups(
  page: Page,
  section: Titled,
  widening: boolean,
  linkTo: LinkTo | undefined,
): void {
  const { title, names, caution, findings, times } = section
  const groups = groupFindings(findings).filter((group) => (group.class === 'widens') === widening)
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0)
  if (total === 0) return
  const warned = caution === undefined ? '' : `${caution}\n\n`
  const listed = `${names?.(codeSpan) ?? ''}${warned}`
  const [head, tail] = widening
    ? [`\n### ${title(codeSpan)}\n\n${listed}`, '']
    : [
        `\n<details><summary>${title(htmlCode)}: ${otherText(groups)}</summary>\n\n${listed}`,
        '\n</details>\n',
      ]
  let body = ''
  let shown = 0
  for (const group of groups) {
    const said = group.note === undefined ? group.reason : `${group.reason}; ${group.note}`
    let lead = `- **${group.class}**: ${said}\n`
    for (const finding of group.findings) {
      const line = `  - ${findingText(finding, linkTo)}\n`
      if (!page.fits(head + body + lead + line + tail)) break
      body += lead + line
      lead = ''
      shown++
    }
  }
  // A part is added whole, so that no fold is left open.
  if (shown > 0) page.add(head + body + tail)
  page.leaveOut((total - shown) * times, widening)
}

function otherText(groups: readonly FindingGroup[]): string {
  const of = (name: FindingGroup['class']) =>
    groups.reduce((sum, each) => sum + (each.class === name ? each.findings.length : 0), 0)
  const parts = [
    [of('narrows'), 'narrowing'],
    [of('inside'), 'inside'],
    [of('neutral'), 'neutral'],
  ] as const
  return parts.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ')
}

function findingText(finding: Finding, linkTo: LinkTo | undefined): string {
  const { path, before, after } = showChange(finding)
  const place = placeText(finding)
  const values =
    before === undefined
      ? after === undefined
        ? ''
        : ` added ${codeSpan(after)}`
      : after === undefined
        ? ` removed ${codeSpan(before)}`
        : ` ${codeSpan(before)} → ${codeSpan(after)}`
  return `${codeSpan(path)}${values}${place === '' ? '' : ` at ${linked(place, finding, linkTo)}`}`
}

/** A place, as a link where it leads anywhere. An address has no character that could end it here. */
function linked(place: string, { origin }: Finding, linkTo: LinkTo | undefined): string {
  const url = origin === undefined ? undefined : linkTo?.(origin)
  // Entities count in an address too.
  return url === undefined
    ? codeSpan(place)
    : `[${codeSpan(place)}](<${url.replaceAll('&', '&amp;')}>)`
}
