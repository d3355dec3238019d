import type { Results, Row, SizeResults } from './results.ts'
import { findRow, goalsOf, own } from './results.ts'
import type { Summary } from './statistics.ts'
import { steadySpread } from './statistics.ts'
import { states } from './subject.ts'

/**
 * The page of a benchmark.
 *
 * @param notes What people say of the figures: a text of Markdown.
 */
export function benchmarkPage(results: Results, notes: string): string {
  const { machine, sizes } = results
  return `# Benchmarks

What the same work takes: N definitions of bottles with the same values, each in a file of its own, to
N files. \`npm run bench\` measures it, and writes this page with \`--write\`; with \`--short\` it takes
ten minutes.

- Each figure is of a whole process, from its start to its end: the wall clock, and the time of all
  processors.
- All programs are run in turn, once a round, with bare Node.js among them. A figure is a median,
  with the quartiles behind it: half of the runs lie between them. Where they are more than
  ${steadySpread * 100} % of the median apart, the series is repeated; what stays so is marked with ~.
- Outputs are put aside before a cold run and not removed: after a removal some file systems create
  files several times slower.
- Cold is a project that was never synthesized. What is compiled of the tool itself is there from
  runs before, but for "${own.first.replace('bottleworks, ', '')}".
- Each program writes the same text, which is compared, but for cdk8s (YAML) and projen (TOML in its own
  layout). bottleworks writes a manifest beside each file, and proves each by reading it back.

Measured with ${machine}.

${programList(results)}
![Time of each program for 1,000 bottles](benchmarks.svg)

## Goals

Ratios of medians of the wall clock in one run; Pkl is its native binary, in the same state. Below them
is why what is missed is missed.

${table(
  ['what', 'goal', 'measured'],
  goalsOf(results).map(({ what, most, measured }) => [what, String(most), digits(measured)]),
)}
${notes.trim()}

${sizes.map(sizeSection).join('\n')}`
}

function programList({ programs, missing }: Results): string {
  const listed = programs.map(({ name, version, note }) => [name, version, note])
  const absent = missing.map(({ name, reason }) => [name, 'missing', reason])
  return table(['program', 'version', 'what it is'], [...listed, ...absent])
}

function sizeSection({ size, rows, memory }: SizeResults): string {
  const parts = states.flatMap((state) => {
    const of = rows.filter((row) => row.state === state && row.program !== own.bare)
    const bare = findRow(rows, own.bare, 'cold')
    return of.length === 0 ? [] : [stateSection(state, of, bare)]
  })
  return `## ${bottles(size)}

The cold run of bottleworks with types has at most ${memory.toFixed(0)} MiB resident.

${parts.join('\n')}`
}

function stateSection(state: string, rows: readonly Row[], bare: Row | undefined): string {
  const base = rows.find(({ program }) => program === own.untyped)
  const all = [...rows, ...(bare === undefined ? [] : [bare])]
  const sorted = all.sort((a, b) => a.wall.median - b.wall.median)
  const head = [state, 'wall', 'processors', 'to bottleworks', 'to bare Node.js']
  const cells = sorted.map((row) => [
    `${row.program}${row.isSteady ? '' : ' ~'}`,
    timeAndSpread(row.wall),
    time(row.cpu.median),
    digits(base && row.wall.median / base.wall.median),
    digits(bare && row.wall.median / bare.wall.median),
  ])
  return table(head, cells)
}

function timeAndSpread({ median, lower, upper }: Summary): string {
  return `${time(median)} (${time(lower)} to ${time(upper)})`
}

export function time(milliseconds: number): string {
  return milliseconds < 9_999.5
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
}

function digits(ratio: number | undefined): string {
  return ratio === undefined ? 'not measured' : ratio.toPrecision(ratio < 10 ? 2 : 3)
}

export function bottles(size: number): string {
  return size === 1 ? '1 bottle' : `${size.toLocaleString('en')} bottles`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, index) => (index === 0 ? '---' : '---')), ...rows]
  return `${lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')}\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ')
}
