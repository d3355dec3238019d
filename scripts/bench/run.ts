/**
 * Times synth as a whole process, and beside it other programs on the same work, in one run:
 * `npm run bench`, or `npm run bench -- --write` to keep the result in docs/benchmarks.md.
 *
 * BENCH_RUNS is how often each is run (5), BENCH_SIZES for how many bottles (1,100,1000).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Timing } from './measure.ts'
import { peakMemory, timeCommand } from './measure.ts'
import { peers, peersFolder } from './peers.ts'
import { bottleFile, slugs, writeFiles } from './project.ts'
import { BenchProject, machine, makeFolder, putAside } from './workplace.ts'

const runs = Number(process.env.BENCH_RUNS ?? 5)
const sizes = (process.env.BENCH_SIZES ?? '1,100,1000').split(',').map(Number)
const lines: string[] = []

function say(line: string): void {
  lines.push(line)
  console.log(line)
}

function row(...cells: readonly string[]): void {
  say(`| ${cells.join(' | ')} |`)
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`
}

function timed(name: string, { median, least, most }: Timing, base: number, more = ''): void {
  const spread = `${milliseconds(least)} to ${milliseconds(most)}`
  row(name, milliseconds(median), spread, (median / base).toFixed(2), more)
}

function benchBottleworks(size: number, bare: number): Timing {
  const project = new BenchProject(size)
  const ratio = (timing: Timing) => `${(timing.median / bare).toFixed(2)} x bare node`
  const untyped = timeCommand(project.synth('--no-types'), runs, project.forget)
  timed('bottleworks, cold, without types', untyped, untyped.median, ratio(untyped))
  const typed = timeCommand(project.synth(), runs, project.forget)
  timed('bottleworks, cold, types checked', typed, untyped.median, ratio(typed))
  const same = timeCommand(project.synth('--no-types'), runs)
  timed('bottleworks, nothing changed, without types', same, untyped.median, ratio(same))
  const sameTyped = timeCommand(project.synth(), runs)
  timed('bottleworks, nothing changed, types checked', sameTyped, untyped.median, ratio(sameTyped))
  const [first = ''] = slugs(size)
  const edit = (run: number) =>
    writeFiles(project.folder, { [`bottles/${first}.bottle.ts`]: bottleFile(first, 100_000 + run) })
  const one = timeCommand(project.synth('--no-types'), runs, edit)
  timed(`bottleworks, one of ${size} changed, without types`, one, untyped.median, ratio(one))
  project.forget()
  const memory = peakMemory(project.synth())
  row('peak memory of the cold run with types', `${memory.toFixed(0)} MiB`, '', '', '')
  return untyped
}

function benchSize(size: number): void {
  say(`\n### ${size} ${size === 1 ? 'bottle' : 'bottles'}\n`)
  row('program', 'median', 'spread', 'ratio to bottleworks cold', '')
  row('---', '---', '---', '---', '---')
  const bare = timeCommand([process.execPath, '-e', '0'], runs).median
  const cold = benchBottleworks(size, bare)
  for (const peer of peers) {
    const folder = makeFolder()
    writeFiles(folder, peer.files(size))
    const clear = () => putAside(join(folder, 'out'))
    timed(peer.name, timeCommand(peer.command(folder, size), runs, clear), cold.median)
  }
  row('node -e 0', milliseconds(bare), '', (bare / cold.median).toFixed(2), '')
}

if (!existsSync(join(peersFolder, 'node_modules'))) {
  execFileSync('npm', ['ci', '--prefix', peersFolder, '--no-audit', '--no-fund'], {
    stdio: 'ignore',
  })
}
say(`${machine()}, median of ${runs} runs, whole process.`)
for (const size of sizes) benchSize(size)
if (process.argv.includes('--write')) {
  const head = `# Benchmarks

What the same work takes: N definitions, each in a file of its own, to N files. Every row is the
whole process, from its start to its end, with the output put aside before each run; "nothing
changed" keeps it, and the cache. Made by \`npm run bench -- --write\`, which installs the other
programs in a folder of their own (\`scripts/bench/peers\`) and writes this file.

bottleworks evaluates each definition in a sandbox and proves each Smolfile by reading it back; the
programs in JavaScript and Python run the definitions as the user.

`
  mkdirSync('docs', { recursive: true })
  writeFileSync('docs/benchmarks.md', `${head}${lines.join('\n')}\n`)
}
