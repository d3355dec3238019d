/**
 * Times bottleworks beside other programs that do the same work, all in turn:
 *
 *     npm run bench                     the whole table: an hour, on a machine that does nothing else
 *     npm run bench -- --short          fewer runs and states: ten minutes
 *     npm run bench -- --sizes 1,100    for so many bottles
 *     npm run bench -- --write          writes docs/benchmarks.md and its chart as well
 *     npm run bench -- --from FILE      writes them anew from what an earlier run has left
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchmarkChart } from './chart.ts'
import type { Installed, Missing } from './install.ts'
import { installPrograms } from './install.ts'
import { measureInTurn, peakMemory } from './measure.ts'
import { benchmarkPage, bottles } from './page.ts'
import type { Results, SizeResults } from './results.ts'
import { own, rowOf } from './results.ts'
import { summarize } from './statistics.ts'
import type { State, Subject } from './subject.ts'
import { states } from './subject.ts'
import { timeWatch } from './watch.ts'
import {
  BenchProject,
  bareNode,
  bottleworks,
  buildTool,
  firstEver,
  machine,
  root,
  subjectOf,
} from './workplace.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1,100,1000,10000' },
    from: { type: 'string' },
  },
})

/** From here on only what has a reason to is measured, in fewer runs. */
const large = 10_000
/** The size that the chart shows. */
const shown = 1_000

function planOf(size: number) {
  const runs = size >= large ? 3 : size >= 1_000 ? 5 : 7
  const repeats = size >= large ? 0 : 1
  return values.short ? { runs, repeats } : { runs: runs * 2 + 1, repeats: 3 }
}

function subjectsOf(size: number, installed: readonly Installed[]): readonly Subject[] {
  const measured = installed.filter(({ program }) => size <= (program.most ?? 1_000))
  const statesOf = (name: string): readonly State[] =>
    size < large && (name === own.rival || !values.short) ? states : ['cold']
  return [
    bareNode,
    ...states.flatMap((state) => [
      bottleworks(own.untyped, size, state, ['--no-types']),
      bottleworks(own.typed, size, state, []),
    ]),
    ...(size === 1 ? [firstEver(own.first, size)] : []),
    ...measured.flatMap(({ program }) =>
      statesOf(program.name).map((state) => subjectOf(program, size, state)),
    ),
  ]
}

/** What could not be measured. */
const failed: Missing[] = []

function measureSize(size: number, installed: readonly Installed[]): SizeResults {
  console.error(`> ${size} bottles`)
  const leaveOut = ({ program, state }: Subject, error: unknown) => {
    if (!installed.some((each) => each.program.name === program)) throw error
    const name = `${program}, ${state}, ${bottles(size)}`
    failed.push({ name, reason: String(error).slice(0, 300) })
  }
  const rows = measureInTurn(subjectsOf(size, installed), planOf(size), leaveOut).map(rowOf)
  const project = new BenchProject(size)
  return { size, rows, memory: peakMemory(project.synth(), project.environment) }
}

async function measureAll(): Promise<Results> {
  buildTool()
  const { installed, missing } = installPrograms()
  const sizes = values.sizes.split(',').map((size) => measureSize(Number(size), installed))
  return {
    machine: machine(),
    programs: installed.map(({ program: { name, note }, version }) => ({ name, version, note })),
    missing: [...missing, ...failed],
    sizes,
    watch: summarize(await timeWatch(shown, values.short ? 15 : 40)),
  }
}

const results: Results =
  values.from === undefined ? await measureAll() : JSON.parse(readFileSync(values.from, 'utf8'))
const notes = readFileSync(new URL('notes.md', import.meta.url), 'utf8')
const page = benchmarkPage(results, notes)
console.log(page)
if (values.from === undefined) {
  const kept = join(tmpdir(), 'bottleworks-bench.json')
  writeFileSync(kept, JSON.stringify(results, null, 2))
  console.error(`> the figures are in ${kept}`)
}
if (values.write || values.from !== undefined) {
  writeFileSync(join(root, 'docs/benchmarks.md'), page)
  const chart = results.sizes.find(({ size }) => size === shown) ?? results.sizes.at(-1)
  if (chart !== undefined) writeFileSync(join(root, 'docs/benchmarks.svg'), benchmarkChart(chart))
}
