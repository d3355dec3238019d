import type { Paint } from '../../diagnostic/format.ts'
import { plain } from '../../diagnostic/format.ts'
import { count, wrap } from '../../diagnostic/text.ts'
import type { ConfigurationReview, Finding, IsolationClass, Review } from '../finding.ts'
import { isolationClasses } from '../finding.ts'
import type { Section } from '../sections.ts'
import { sectionsOf } from '../sections.ts'
import {
  baseText,
  cautionText,
  changeText,
  dialectsText,
  nameText,
  placeText,
  showChange,
  someNames,
  statesText,
} from '../shown.ts'
import type { FindingGroup } from '../summary.ts'
import { groupFindings, summarize } from '../summary.ts'

const styles = { widens: 'red', narrows: 'green', inside: 'yellow', neutral: 'cyan' } as const
const classWidth = 'narrows'.length
const widestPath = 36

export interface TerminalOptions {
  readonly paint?: Paint
  /** Columns of the terminal. */
  readonly width?: number
}

/** The review for people at a terminal: what widens comes first, and what is unchanged last. */
export function reviewForTerminal(review: Review, options: TerminalOptions = {}): string {
  const { paint = plain, width = 100 } = options
  const columns = Math.max(width, 40)
  const { base, configuration } = review
  const blocks = [
    ...(base === undefined ? [] : [paint('dim', baseText(base))]),
    ...(configuration === undefined ? [] : [configurationBlock(configuration, paint, columns)]),
    ...sectionsOf(review).map((section) => sectionBlock(section, paint, columns)),
  ]
  const { unchanged } = summarize(review)
  const folded = unchanged === 0 ? [] : [paint('dim', `${count(unchanged, 'bottle')} unchanged`)]
  return [...blocks, ...folded, summaryLine(review, paint)].join('\n\n')
}

/** The numbers on one line. */
function summaryLine(review: Review, paint: Paint): string {
  const summary = summarize(review)
  const states = (['changed', 'added', 'removed', 'renamed'] as const).flatMap((state) =>
    summary[state] === 0 ? [] : [`${summary[state]} ${state}`],
  )
  const total = isolationClasses.reduce((sum, name) => sum + summary[name], 0)
  if (states.length === 0 && total === 0) return 'no bottle changed'
  const number = (name: IsolationClass, verb: string) => {
    const text = `${summary[name]} ${verb}`
    return summary[name] === 0 ? text : paint(styles[name], text)
  }
  const classed = [
    number('widens', 'widening'),
    number('narrows', 'narrowing'),
    number('inside', 'inside'),
    number('neutral', 'neutral'),
  ]
  const bottles = states.length === 0 ? 'no bottle changed' : `bottles: ${states.join(', ')}`
  return `${bottles}; ${count(total, 'change')}: ${classed.join(', ')}`
}

function sectionBlock({ bottles, findings }: Section, paint: Paint, width: number): string {
  const [{ slug, from, before, after }] = bottles
  const isOne = bottles.length === 1
  const source = isOne ? (after ?? before)?.source : undefined
  const facts = [
    isOne && from !== undefined ? `renamed from ${nameText(from)}` : statesText(bottles),
    dialectsText(bottles),
    ...(source === undefined ? [] : [nameText(source)]),
  ]
  const title = isOne ? nameText(slug) : count(bottles.length, 'bottle')
  const head = `${paint('bold', title)}  ${paint('dim', facts.join(' · '))}`
  const names = isOne ? [] : nameLines(bottles, width)
  const caution = cautionText(bottles)
  const cautions = caution === undefined ? [] : wrap(caution, width - 2)
  const said = cautions.map((line) => `  ${paint('yellow', line)}`)
  return block([head, ...names, ...said].join('\n'), findings, paint, width)
}

function nameLines(bottles: Section['bottles'], width: number): readonly string[] {
  const { names, more } = someNames(bottles)
  const listed = names.map((name) => nameText(name)).join(', ')
  return wrap(more === '' ? listed : `${listed} ${more}`, width - 2).map((line) => `  ${line}`)
}

function configurationBlock(
  { file, findings }: ConfigurationReview,
  paint: Paint,
  width: number,
): string {
  const head = `${paint('bold', nameText(file))}  ${paint('dim', 'changed · configuration')}`
  return block(head, findings, paint, width)
}

function block(head: string, findings: readonly Finding[], paint: Paint, width: number): string {
  const paths = findings.map((finding) => [...showChange(finding).path].length)
  const column = Math.min(
    widestPath,
    paths.reduce((widest, each) => Math.max(widest, each), 0),
  )
  const groups = groupFindings(findings).flatMap((group) => groupLines(group, column, paint, width))
  return [head, ...groups].join('\n')
}

function groupLines(group: FindingGroup, column: number, paint: Paint, width: number): string[] {
  const label = paint(styles[group.class], group.class.padEnd(classWidth))
  const said = group.note === undefined ? group.reason : `${group.reason}; ${group.note}`
  const [first = '', ...rest] = wrap(said, width - classWidth - 4)
  const indent = ' '.repeat(classWidth + 4)
  return [
    `  ${label}  ${first}`,
    ...rest.map((line) => indent + line),
    ...group.findings.flatMap((finding) => findingLines(finding, column, paint, width)),
  ]
}

/** On one line where it fits; else each value on lines of its own, and the place behind the path. */
function findingLines(finding: Finding, column: number, paint: Paint, width: number): string[] {
  const shown = showChange(finding)
  const place = placeText(finding)
  const at = place === '' ? '' : `  ${place}`
  const paintedAt = at === '' ? '' : paint('dim', at)
  const text = changeText(shown)
  const line = `${' '.repeat(4)}${shown.path.padEnd(column)}  ${text}`
  const length = [...line].length
  if (length + [...at].length <= width) return [(line + paintedAt).trimEnd()]
  const under = ' '.repeat(column + 6)
  if (length <= width) return [line, ...(at === '' ? [] : [under + paint('dim', place)])]
  const values = [
    ...(shown.before === undefined ? [] : [['-', shown.before] as const]),
    ...(shown.after === undefined ? [] : [['+', shown.after] as const]),
  ]
  return [
    `    ${shown.path}${paintedAt}`,
    ...values.flatMap(([sign, value]) =>
      wrapCharacters(value, width - 8).map(
        (part, index) => `      ${index === 0 ? sign : ' '} ${part}`,
      ),
    ),
  ]
}

/** Breaks behind a space or a slash where there is one near the end of the line. */
function wrapCharacters(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let rest = [...text]
  while (rest.length > width) {
    const line = rest.slice(0, width)
    const end = Math.max(line.lastIndexOf(' '), line.lastIndexOf('/')) + 1
    const length = end > width / 2 ? end : width
    lines.push(rest.slice(0, length).join(''))
    rest = rest.slice(length)
  }
  return [...lines, rest.join('')]
}
