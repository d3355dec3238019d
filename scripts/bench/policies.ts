/**
 * Measures what policies add to synth: `npm run bench:policies`. Runs with policies and without
 * alternate, so that a busy machine slows both.
 *
 * BENCH_RUNS is how often each is run (7), BENCH_SIZES for how many bottles (1000).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runOnce } from './measure.ts'
import { bottleFile, preset, writeFiles } from './project.ts'
import type { Sample } from './statistics.ts'
import { summarize } from './statistics.ts'
import { slugs } from './task.ts'
import { BenchProject, buildTool, machine } from './workplace.ts'

const runs = Number(process.env.BENCH_RUNS ?? 7)
const sizes = (process.env.BENCH_SIZES ?? '1000').split(',').map(Number)

const folder = join(import.meta.dirname, 'policies')
/** Twenty policies: the ready ones, and such as the guide shows and people write. */
const policyFiles = Object.fromEntries(
  readdirSync(folder).map((name) => [`policies/${name}`, readFileSync(join(folder, name), 'utf8')]),
)
const policies = Object.keys(policyFiles).filter((file) => file.endsWith('.policy.ts')).length

/** A bottle with an address of its own, which accepts that its gateway answers for any name. */
function ownedFile(slug: string, index: number, isPoliced: boolean): string {
  const address = `127.77.${1 + (index >> 8)}.${index & 255}`
  const accepts = `  .acknowledge('bottleworks/listed-names', 'SEC-1: the gateway answers')\n`
  const [, text] = bottleFile(slug)
  const file = text.replace("gvproxy.sock')", `gvproxy.sock', { address: '${address}' })`)
  return isPoliced ? `${file}${accepts}` : file
}

/** Every second bottle is a machine with hosts, ports, files and a secret. */
function machineFile(slug: string): string {
  return `import { gib, hostEnv, machine, virtioNet } from 'bottleworks'

export default machine('${slug}')
  .image('registry.example.com/team/agent@sha256:${'0123456789abcdef'.repeat(4)}')
  .env({ TERM: 'xterm-256color', TASK: '${slug}' })
  .secret('API_KEY', hostEnv('API_KEY'))
  .net(virtioNet({ allowHosts: ['api.example.org', 'registry.example.org', 'git.example.org'] }))
  .ports({ host: 8090, guest: 8080 })
  .user('1000:1000')
  .cpus(2)
  .memory(gib(2))
  .workdir('/work')
  .dev({ volumes: ['/srv/cache:/cache:ro'] })
`
}

function projectOf(size: number, isPoliced: boolean): BenchProject {
  const project = new BenchProject(size)
  const files = slugs(size).map((slug, index) => {
    const text = index % 2 === 0 ? ownedFile(slug, index + 2, isPoliced) : machineFile(slug)
    return [`bottles/${slug}.bottle.ts`, text]
  })
  const rules = isPoliced ? policyFiles : {}
  writeFiles(project.folder, { ...preset(), ...Object.fromEntries(files), ...rules })
  return project
}

interface Pair {
  readonly bare: Sample[]
  readonly policed: Sample[]
}

function print(name: string, { bare, policed }: Pair): void {
  const cells = (['wall', 'cpu'] as const).flatMap((key) => {
    const [without, by] = [bare, policed].map((all) => all.map((run) => run[key]))
    // Of each pair, since the machine is as busy for both.
    const added = policed.map((run, index) => run[key] - (bare[index]?.[key] ?? 0))
    return [without ?? [], by ?? [], added].map((all) => `${summarize(all).median.toFixed(0)} ms`)
  })
  console.log(`| ${[name, ...cells].join(' | ')} |`)
}

buildTool()
console.log(`${machine()}, median of ${runs} runs, ${policies} policies.\n`)
console.log('| run | clock, without | with | added | processor, without | with | added |')
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
for (const size of sizes) {
  const bare = projectOf(size, false)
  const policed = projectOf(size, true)
  for (const flags of [['--no-types'], []]) {
    const name = `${size} bottles, ${flags.length === 0 ? 'with types' : 'without types'}`
    const cold: Pair = { bare: [], policed: [] }
    const same: Pair = { bare: [], policed: [] }
    for (let run = 0; run < runs; run++) {
      for (const project of [bare, policed]) project.forget()
      const once = (project: BenchProject) => runOnce(project.synth(...flags), project.environment)
      cold.bare.push(once(bare))
      cold.policed.push(once(policed))
      same.bare.push(once(bare))
      same.policed.push(once(policed))
    }
    print(`${name}, cold`, cold)
    print(`${name}, nothing changed`, same)
  }
}
