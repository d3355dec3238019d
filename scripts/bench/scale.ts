/**
 * Measures how time and memory grow with the number of bottles, as the table in docs/output-tree.md:
 * `npm run bench:scale`.
 */
import { peakMemory, runOnce } from './measure.ts'
import { time } from './page.ts'
import { summarize } from './statistics.ts'
import { BenchProject, buildTool, machine } from './workplace.ts'

const sizes = [1, 10, 100, 1_000, 10_000]

function row(...cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}

/** Time as it is read best, and what of it falls to each bottle. */
function each(milliseconds: number, size: number): readonly [string, string] {
  const part = (milliseconds / size).toLocaleString('en', { maximumSignificantDigits: 2 })
  return [time(milliseconds), `${part} ms`]
}

buildTool()
console.log(`${machine()}\n`)
row('bottles', 'first synth', 'a bottle', 'nothing changed', 'a bottle', 'peak memory')
row('---:', '---:', '---:', '---:', '---:', '---:')
for (const size of sizes) {
  const project = new BenchProject(size)
  const runs = size < 10_000 ? 5 : 3
  const median = (prepare: () => void) => {
    const walls = Array.from({ length: runs }, () => {
      prepare()
      return runOnce(project.synth(), project.environment).wall
    })
    return summarize(walls).median
  }
  const first = median(project.forget)
  const same = median(() => {})
  project.forget()
  const memory = `${peakMemory(project.synth(), project.environment).toFixed(0)} MiB`
  row(size.toLocaleString('en'), ...each(first, size), ...each(same, size), memory)
}
