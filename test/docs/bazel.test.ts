import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isInShard } from '../../src/project/shards/shard.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeSharedProject, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const isInstalled = spawnSync('which', ['bazel']).status === 0
if (!isInstalled) console.log('skipped: bazel is not installed (on Debian: bazel-bootstrap)')

const fleetFile = 'bottles/team/crew.bottles.ts'
const fleetSource = `import { bottle, fleet, gvproxy } from 'bottleworks'
export default fleet(['crew-a', 'crew-b'].map((slug, index) =>
  bottle(slug).net(gvproxy('/run/' + slug + '/gvproxy.sock', { address: '127.77.9.' + (index + 1) }))))
`

/** What `npm ci` installs with the package. */
function install(project: string): void {
  const own = join(project, 'node_modules/bottleworks')
  for (const name of ['dist', 'package.json'])
    cpSync(join(root, name), join(own, name), { recursive: true })
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>
  }
  for (const [path, { dev = false }] of Object.entries(lock.packages)) {
    if (path === '' || dev || !existsSync(join(root, path))) continue
    mkdirSync(dirname(join(project, path)), { recursive: true })
    cpSync(join(root, path), join(project, path), { recursive: true })
  }
}

describe.skipIf(!isInstalled)('the workspace of the guide on Bazel', { timeout: 300_000 }, () => {
  const slugs = Array.from({ length: 12 }, (_, index) => `agent-${index}`)
  const project = makeSharedProject({
    'package.json': '{ "private": true, "type": "module" }',
    'bottles/lib/level.ts': "export const level = 'error'\n",
    [fleetFile]: fleetSource,
    ...Object.fromEntries(slugs.map((slug) => [fileOf(slug), sourceOf(slug)])),
  })
  const place = makeSharedProject()

  function bazel(command: string, ...argv: readonly string[]) {
    const own = [`--output_user_root=${join(place, 'root')}`, '--max_idle_secs=60']
    const options = { cwd: project, encoding: 'utf8' } as const
    const { status, stderr } = spawnSync('bazel', [...own, command, ...argv], options)
    return { status, stderr }
  }

  /** Builds the target, and says how many actions have run. */
  function build() {
    const { status, stderr } = bazel('build', '--color=no', '--disk_cache=', '//:bottles')
    const [, more = '0'] = /(\d+) (?:\w+-sandbox|local)\b/.exec(stderr) ?? []
    return { status, stderr, ran: Number(more) }
  }

  function synth(): void {
    expect(bottle(['synth', '--no-types', '--project', project]).status).toBe(0)
  }

  function change(slug: string, calls?: string): void {
    writeProject(project, { [fileOf(slug)]: sourceOf(slug, calls) })
  }

  // Beside each record lies the list of the files that it was made of.
  const records = () => {
    const files = Object.entries(readFiles(join(project, 'bazel-bin/bottles.shards')))
    return Object.fromEntries(files.filter(([name]) => name.endsWith('.json')))
  }

  beforeAll(() => {
    install(project)
    cpSync(join(root, 'docs/guides/bazel'), project, { recursive: true })
    synth()
  })
  afterAll(() => {
    bazel('clean')
    bazel('shutdown')
  })

  it('builds, and gives the same records each time', () => {
    const first = build()
    expect(first.status, first.stderr).toBe(0)
    expect(first.ran).toBe(5)
    const before = records()
    expect(Object.keys(before)).toHaveLength(4)
    bazel('clean')
    expect(build().ran).toBe(5)
    expect(records()).toEqual(before)
    expect(build()).toMatchObject({ status: 0, ran: 0 })
  })

  it('shares files out as bottleworks does', () => {
    for (const name of readdirSync(join(project, 'bazel-bin/bottles.shards'))) {
      if (!name.endsWith('.json')) continue
      const record = JSON.parse(
        readFileSync(join(project, 'bazel-bin/bottles.shards', name), 'utf8'),
      ) as { index: number; count: number; files: readonly { key: string }[] }
      const expected = [...slugs, fleetFile].filter((key) => isInShard(key, record)).sort()
      expect(record.files.map(({ key }) => key).sort()).toEqual(expected)
    }
  })

  it('runs one shard and the last step where one bottle has changed', () => {
    change('agent-3', ".env({ A: '1' })")
    synth()
    expect(build()).toMatchObject({ status: 0, ran: 2 })
  })

  it('runs all where what all import has changed', () => {
    writeProject(project, { 'bottles/lib/level.ts': "export const level = 'debug'\n" })
    synth()
    expect(build()).toMatchObject({ status: 0, ran: 5 })
  })

  it('fails where a Smolfile is stale, an orphan, or of no bottle', () => {
    change('agent-5', ".env({ A: '1' })")
    const stale = build()
    expect(stale.status).toBe(1)
    expect(stale.stderr).toContain('stale       smolfiles/agent-5/Smolfile')
    synth()
    rmSync(join(project, fileOf('agent-7')))
    writeProject(project, { 'smolfiles/evil/Smolfile': 'evil' })
    const orphan = build()
    expect(orphan.status).toBe(1)
    expect(orphan.stderr).toContain('orphaned    smolfiles/agent-7/Smolfile')
    expect(orphan.stderr).toContain('unsourced   smolfiles/evil/Smolfile')
    rmSync(join(project, 'smolfiles/evil'), { recursive: true })
    synth()
    expect(build().status).toBe(0)
  })

  it('fails where bottles of two shards have one socket', () => {
    for (const slug of ['agent-1', 'agent-2']) {
      writeProject(project, { [fileOf(slug)]: bottleSource(slug, shared) })
      expect(bottle(['synth', slug, '--no-types', '--project', project]).status).toBe(0)
    }
    const { status, stderr } = build()
    expect(status).toBe(1)
    expect(stderr).toContain('BW013')
  })
})

const shared = ".net(gvproxy('/run/one.sock')).acknowledge('BW017', 'a test')"

function fileOf(slug: string): string {
  return `bottles/${slug}.bottle.ts`
}

function sourceOf(slug: string, calls = ''): string {
  const source = bottleSource(slug).replace('.net(', `.env({ LOG: level })${calls}.net(`)
  return `import { level } from './lib/level.ts'\n${source}`
}
