/**
 * Measures how time and memory grow with the number of bottles, as the table in docs/output-tree.md:
 * `npm run bench:scale`.
 */
import { peakMemory, timeCommand } from './measure.ts'
import { BenchProject, machine } from './workplace.ts'

const sizes = [1, 10, 100, 1_000, 10_000]

function row(...cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}

/** Time as it is read best, and what of it falls to each bottle. */
function each(milliseconds: number, size: number): readonly [string, string] {
  const whole =
    milliseconds < 1_000
      ? `${milliseconds.toFixed(0)} ms`
      : `${(milliseconds / 1_000).toFixed(1)} s`
  const part = (milliseconds / size).toLocaleString('en', { maximumSignificantDigits: 2 })
  return [whole, `${part} ms`]
}

console.log(`${machine()}\n`)
row('bottles', 'first synth', 'a bottle', 'nothing changed', 'a bottle', 'peak memory')
row('---:', '---:', '---:', '---:', '---:', '---:')
for (const size of sizes) {
  const project = new BenchProject(size)
  const runs = size < 10_000 ? 5 : 3
  const first = timeCommand(project.synth(), runs, project.forget).median
  const same = timeCommand(project.synth(), runs).median
  project.forget()
  const memory = `${peakMemory(project.synth()).toFixed(0)} MiB`
  row(size.toLocaleString('en'), ...each(first, size), ...each(same, size), memory)
}
