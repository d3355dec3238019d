/**
 * Times `synth` on N bottles, as the whole process, beside bare Node.js: median and spread of
 * several runs, and the peak of resident memory. Run `npm run build` first, or let this do it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const sizes = [1, 100, 1000]
const runs = Number(process.env.BENCH_RUNS ?? 7)
const program = new URL('../dist/cli/main.js', import.meta.url).pathname

interface Sample {
  readonly milliseconds: number
  readonly mebibytes: number
}

function measure(argv: readonly string[]): Sample {
  // The child reports its own peak when it ends: resourceUsage() of node:process, in KiB.
  const report = `process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)))`
  const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('/'); ${report}`)}`
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  const milliseconds = performance.now() - began
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`)
  const withMemory = spawnSync(process.execPath, ['--import', preload, ...argv], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  return { milliseconds, mebibytes: Number(withMemory.output[3]) / 1024 }
}

function repeat(argv: readonly string[], before: () => void = () => {}) {
  const samples = Array.from({ length: runs }, () => {
    before()
    return measure(argv)
  })
  const times = samples.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  return {
    median: times[times.length >> 1] ?? 0,
    least: times[0] ?? 0,
    most: times.at(-1) ?? 0,
    peak: Math.max(...samples.map(({ mebibytes }) => mebibytes)),
  }
}

function makeBottles(project: string, number: number): void {
  mkdirSync(join(project, 'bottles/presets'), { recursive: true })
  writeFileSync(
    join(project, 'bottles/presets/agent.ts'),
    `import { viaGateway, type BottleBuilder } from 'bottleworks'
export const agent = (builder: BottleBuilder) =>
  builder.use(viaGateway({ ca: '/etc/claude-bottle/ca.pem' })).env({ TERM: 'xterm-256color' })
`,
  )
  for (let index = 0; index < number; index++) {
    const slug = `agent-${String(index).padStart(4, '0')}`
    writeFileSync(
      join(project, `bottles/${slug}.bottle.ts`),
      `import { bottle, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

export default bottle('${slug}')
  .use(agent)
  .env({ TASK: ${index}, WORKSPACE: '/work/${slug}' })
  .command('claude', '--dangerously-skip-permissions')
  .net(gvproxy('/run/claude-bottle/${slug}/gvproxy.sock'))
`,
    )
  }
}

if (!existsSync(program)) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
const bare = repeat(['-e', '0'])
const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`)
const milliseconds = (value: number) => `${value.toFixed(0)} ms`
row(['what', 'median', 'spread', 'ratio to bare node', 'peak memory'])
row(['---', '---', '---', '---', '---'])
const show = (what: string, { median, least, most, peak }: ReturnType<typeof repeat>) =>
  row([
    what,
    milliseconds(median),
    `${milliseconds(least)} to ${milliseconds(most)}`,
    (median / bare.median).toFixed(2),
    `${peak.toFixed(0)} MiB`,
  ])
show('node -e 0', bare)
for (const size of sizes) {
  const project = mkdtempSync(join(tmpdir(), 'bottleworks-bench-'))
  makeBottles(project, size)
  const argv = [program, 'synth', '--project', project]
  const clear = () => rmSync(join(project, 'smolfiles'), { recursive: true, force: true })
  show(`synth, N = ${size}, cold`, repeat(argv, clear))
  show(`synth, N = ${size}, nothing changed`, repeat(argv))
  rmSync(project, { recursive: true })
}
