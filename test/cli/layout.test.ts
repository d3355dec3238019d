import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { makeProject, writeProject } from '../support/project.ts'

const source = `import { bottle, gvproxy, viaGateway } from 'bottleworks'

export default bottle('agent')
  .command('claude', '--print')
  .use(viaGateway())
  .env({ TERM: 'dumb' })
  .net(gvproxy('/run/agent.sock'))
`

const machine = `import { machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .cmd('sleep', '1')
  .env({ A: 1 })
  .net(virtioNet({ allowHosts: ['a.example', 'b.example'] }))
`

const files = { 'bottles/agent.bottle.ts': source, 'bottles/worker.bottle.ts': machine }

const lines = '{ "layout": "lines" }\n'

function smolfile(project: string, slug: string): string {
  return readFileSync(join(project, 'smolfiles', slug, 'Smolfile'), 'utf8')
}

function run(project: string, ...argv: readonly string[]) {
  return bottle([...argv, '--project', project], { cwd: project })
}

/** A project whose output tree is current in a layout. */
function synthesized(configuration: Record<string, string> = {}): string {
  const project = makeProject({ ...files, ...configuration })
  expect(run(project, 'synth', '--no-types').status).toBe(0)
  return project
}

describe('"layout": "lines"', () => {
  it('has one argument and one variable a line, in both dialects', () => {
    const project = synthesized({ 'bottleworks.config.json': lines })
    expect(smolfile(project, 'agent')).toBe(`name = "claude-bottle-agent"
command = [
  "claude",
  "--print",
]
env = [
  "HTTPS_PROXY=http://proxy.internal:8888",
  "HTTP_PROXY=http://proxy.internal:8888",
  "NO_PROXY=localhost,127.0.0.1",
  "TERM=dumb",
  "http_proxy=http://proxy.internal:8888",
  "https_proxy=http://proxy.internal:8888",
  "no_proxy=localhost,127.0.0.1",
]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/agent.sock"
`)
    expect(smolfile(project, 'worker')).toContain('cmd = [\n  "sleep",\n  "1",\n]\n')
    expect(smolfile(project, 'worker')).toContain(
      'allow_hosts = [\n  "a.example",\n  "b.example",\n]\n',
    )
    expect(run(project, 'check', '--no-types').status).toBe(0)
  })

  it('changes one line with one variable, and no byte of what it is not asked for', () => {
    const project = synthesized()
    const compact = smolfile(project, 'agent')
    writeProject(project, { 'bottleworks.config.json': lines })
    expect(run(project, 'check', '--no-types')).toMatchObject({ status: 2 })
    expect(run(project, 'synth', '--no-types').status).toBe(0)
    const before = smolfile(project, 'agent').split('\n')
    writeProject(project, { 'bottles/agent.bottle.ts': source.replace('dumb', 'xterm') })
    expect(run(project, 'synth', '--no-types').status).toBe(0)
    const after = smolfile(project, 'agent').split('\n')
    expect(after.filter((line) => !before.includes(line))).toEqual(['  "TERM=xterm",'])
    writeProject(project, { ...files, 'bottleworks.config.json': '{ "layout": "compact" }\n' })
    expect(run(project, 'synth', '--no-types').status).toBe(0)
    expect(smolfile(project, 'agent')).toBe(compact)
  })

  it('is no change of a bottle', () => {
    const [compact, other] = [synthesized(), synthesized({ 'bottleworks.config.json': lines })]
    const trees = [compact, other].map((project) => join(project, 'smolfiles'))
    const { status, stdout } = bottle(['diff', ...trees, '--json', '--fail-on', 'any'])
    expect({ status, bottles: JSON.parse(stdout).bottles }).toEqual({ status: 0, bottles: [] })
    writeProject(compact, { 'bottleworks.config.json': lines })
    expect(JSON.parse(run(compact, 'diff', '--json').stdout).bottles).toEqual([])
  })

  it.each([{}, { 'bottleworks.config.json': lines }])(
    'is imported from either, and comes out as the project %j has it',
    (configuration) => {
      for (const [from, isSame] of [
        [synthesized(), !('bottleworks.config.json' in configuration)],
        [
          synthesized({ 'bottleworks.config.json': lines }),
          'bottleworks.config.json' in configuration,
        ],
      ] as const) {
        const project = makeProject(configuration)
        const paths = ['agent', 'worker'].map((slug) => join(from, 'smolfiles', slug, 'Smolfile'))
        const { status, stdout } = run(project, 'import', ...paths, '--json')
        const { bottles } = JSON.parse(stdout)
        expect({
          status,
          same: bottles.map((each: { identical: boolean }) => each.identical),
        }).toEqual({ status: 0, same: [isSame, isSame] })
        expect(run(project, 'synth', '--no-types').status).toBe(0)
        if (isSame) expect(smolfile(project, 'agent')).toBe(smolfile(from, 'agent'))
      }
    },
  )

  it('is asked for in a new project, and not where bottles or a configuration are', () => {
    const project = makeProject()
    const { status, stdout, stderr } = run(project, 'init')
    expect(status).toBe(0)
    expect(stdout).toContain('wrote bottleworks.config.json\n')
    expect(stderr).toContain('one variable a line')
    expect(run(project, 'synth', '--no-types').status).toBe(0)
    expect(smolfile(project, 'demo')).toContain('\n  "TERM=xterm-256color",\n')
    const others = [
      { 'bottles/agent.bottle.ts': source },
      { 'package.json': '{ "bottleworks": { "strict": true } }\n' },
    ]
    for (const files of others) {
      const { stdout } = run(makeProject(files), 'init')
      expect(stdout).not.toContain('bottleworks.config.json')
    }
  })

  it('is one of two words', () => {
    const project = makeProject({ ...files, 'bottleworks.config.json': '{ "layout": "line" }' })
    const { status, stderr } = run(project, 'synth', '--no-types')
    expect(status).toBe(1)
    expect(stderr).toContain('layout is "line"; it must be "compact" or "lines"')
  })
})
