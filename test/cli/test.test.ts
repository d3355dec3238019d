import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { synthesize } from '../../src/testing.ts'
import { bottle, startBottle } from '../support/command.ts'
import { makeProject, makeSharedProject } from '../support/project.ts'

const demo = `import { bottle, gvproxy } from 'bottleworks'
export default bottle('demo')
  .env({ TERM: 'xterm-256color', API_KEY: 'hunter2hunter2' })
  .net(gvproxy('/run/demo.sock', { address: '127.77.0.2' }))
`
const web = `import { machine, virtioNet } from 'bottleworks'
export default machine('web')
  .cpus(2)
  .net(virtioNet({ allowHosts: ['api.test'], allowCidrs: ['192.0.2.0/25'] }))
`

function testSource(...expectations: readonly string[]): string {
  return `import { expect, test } from 'bottleworks/test'
import { bottle, gvproxy, machine } from 'bottleworks'
import demo from './demo.bottle.ts'
import web from './web.bottle.ts'

test('they are as they should be', () => {
${expectations.map((each) => `  ${each}`).join('\n')}
})
`
}

const project = makeSharedProject({
  'bottles/demo.bottle.ts': demo,
  'bottles/web.bottle.ts': web,
})

interface Report {
  readonly ok: boolean
  readonly tests: readonly {
    readonly name: string
    readonly expectations: number
    readonly failures: readonly {
      readonly received: string
      readonly line?: number
      readonly setting?: { readonly path: string; readonly file?: string; readonly line?: number }
    }[]
  }[]
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[]
}

function run(text: string, ...more: readonly string[]) {
  writeFileSync(join(project, 'bottles/all.bottle-test.ts'), text)
  const argv = ['test', '--json', '--project', project, ...more]
  const { status, stdout } = bottle(argv)
  return { status, ...(JSON.parse(stdout) as Report) }
}

describe('bottle test', () => {
  it('passes what is so', () => {
    const found = run(
      testSource(
        "expect(web).toReach({ tcp: 'api.test:443' })",
        "expect(web).not.toReach({ cidr: '10.0.0.0/8' })",
        "expect(web).toReach({ cidr: '192.0.2.0/26' })",
        "expect(web).toReach({ dns: 'api.test' })",
        "expect(web).not.toReach({ read: '/etc' })",
        "expect(web).not.toReach({ secret: 'TOKEN' })",
        "expect(web).toHave('cpus', 2)",
        "expect(web).toHave('network.allow_hosts', ['api.test'])",
        "expect(web).toHave('network.allow_hosts[0]')",
        "expect(web).not.toHave('cpus', 3)",
        "expect(web).not.toHave('constructor')",
        "expect(demo).toHave('env.TERM', 'xterm-256color')",
        "expect(demo).toReport('BW033')",
        "expect(demo).not.toReport('BW011')",
        "expect(demo.net(gvproxy('relative'))).toReport('BW011')",
        "expect(bottle('other')).toReport('BW010')",
      ),
    )
    expect(found.tests.flatMap(({ failures }) => failures)).toEqual([])
    expect(found).toMatchObject({ status: 0, ok: true })
    expect(found.tests[0]?.expectations).toBe(16)
  })

  it.each([
    ["expect(web).not.toReach({ tcp: 'api.test:443' })", 'yes: '],
    ["expect(web).toReach({ tcp: '10.1.2.3:443' })", 'no: '],
    ["expect(web).toReach({ tcp: 'other.test:443' })", 'depends: DNS does not answer the name'],
    ["expect(web).toReach({ cidr: '192.0.2.0/24' })", 'on which address: 192.0.2.0/25'],
    ["expect(web).not.toReach({ cidr: '192.0.2.0/24' })", 'on which address: 192.0.2.0/25'],
    ["expect(web).toReach({ cidr: 'x' })", '"x" is no range of addresses'],
    ["expect(web).toReach({ tcp: 'api.test' })", 'has no port'],
    ['expect(web).toReach({} as never)', 'was given is another'],
    ["expect(demo).toReach({ tcp: '192.0.2.1:443' })", 'gvproxy is confined'],
    ["expect(demo).not.toReach({ tcp: '192.0.2.1:443' })", 'gvproxy is confined'],
    ["expect(web).toHave('cpus', 3)", 'it has 2'],
    ["expect(web).toHave('memory')", 'it has no such setting'],
    ["expect(demo).toHave('env.API_KEY', 'x')", 'it has "***"'],
    ["expect(web).toReport('BW011')", 'it reports '],
    ["expect(demo.net(gvproxy('relative'))).toHave('env.TERM')", 'it has errors: BW011'],
    ['expect(1 as never).toHave("x")', 'is none'],
  ])('fails at %s', (expectation, received) => {
    const { status, tests } = run(testSource(expectation), '--no-types')
    expect(status).toBe(2)
    expect(tests[0]?.failures).toEqual([expect.objectContaining({ line: 7 })])
    expect(tests[0]?.failures[0]?.received).toContain(received)
    expect(JSON.stringify(tests)).not.toContain('hunter2')
  })

  it('says where the setting that decided was made', () => {
    const { tests } = run(testSource("expect(web).not.toReach({ tcp: 'api.test:443' })"))
    expect(tests[0]?.failures[0]?.setting).toMatchObject({ file: 'bottles/web.bottle.ts', line: 4 })
  })

  it('shows a frame, what was expected and what came', () => {
    run(testSource("expect(web).toHave('cpus', 3)"))
    const { status, stdout } = bottle(['test', '--project', project])
    expect(status).toBe(2)
    expect(stdout).toBe(`bottles/all.bottle-test.ts:7:15 failed: they are as they should be
     7 │   expect(web).toHave('cpus', 3)
       │               ^
  expected: to have "cpus" as 3
  received: it has 2
  set at: bottles/web.bottle.ts:3:4 (cpus)
0 tests passed, 1 failed, 1 expectation
`)
  })

  it('annotates failures where annotations are read', () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }
    const { stdout, stderr } = bottle(['test', '--project', project], { env })
    expect(stdout + stderr).toContain('::error ')
    expect(stdout + stderr).toContain('they are as they should be: expected to have "cpus" as 3')
  })

  it.each([
    ['throws', "throw new Error('no')", 'BW110'],
    ['loops', 'for (;;) {}', 'BW111'],
    ['reads the clock', 'Date.now()', 'BW102'],
    ['has a type error', 'expect(web).toHave(1)', 'BW105'],
  ])('has no result of a file that %s', (_what, body, code) => {
    const { status, diagnostics } = run(testSource(body))
    expect(status).toBe(1)
    expect(diagnostics.map((each) => each.code)).toEqual([code])
  })

  it('runs the tests that are named, and says so when there is none', () => {
    const text = `${testSource()}test('other', () => expect(web).toHave('cpus', 3))\n`
    expect(run(text, '--only', 'as they should').status).toBe(0)
    expect(run(text, '--only', 'other').status).toBe(2)
    const none = run(text, '--only', 'othr')
    expect(none.status).toBe(1)
    expect(none.diagnostics[0]).toMatchObject({ code: 'BW122' })
  })

  it('refuses a file without a test', () => {
    const project = makeProject({
      'bottles/demo.bottle.ts': demo,
      'bottles/web.bottle-test.ts': testSource(),
      'bottles/none.bottle-test.ts':
        "import { test } from 'bottleworks/test'\nconst named = test\n",
    })
    const { status, stderr } = bottle(['test', '--project', project])
    expect(status).toBe(1)
    expect(stderr).toContain('bottles/none.bottle-test.ts error BW122: there is no test in it')
  })

  it('refuses a project without tests', () => {
    const empty = makeProject({ 'bottles/demo.bottle.ts': demo })
    const { status, stderr } = bottle(['test', '--project', empty])
    expect(status).toBe(1)
    expect(stderr).toContain('there is no test')
  })

  it('writes what JUnit writes', () => {
    run(testSource("expect(web).toHave('cpus', 3)"))
    const file = join(project, 'report.xml')
    expect(bottle(['test', '--project', project, '--junit', file]).status).toBe(2)
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('<testcase name="they are as they should be" classname="bottles/all.')
    expect(text).toContain('<failure message="expected to have &quot;cpus&quot; as 3; it has 2">')
  })

  it('runs again when a file changes', async () => {
    run(testSource("expect(web).toHave('cpus', 3)"))
    const { child, finished } = startBottle(['test', '--watch', '--no-types', '--project', project])
    const until = async (text: string) => {
      let seen = ''
      for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
        seen += String(chunk)
        if (seen.includes(text)) return
      }
    }
    await until('1 failed')
    writeFileSync(join(project, 'bottles/web.bottle.ts'), web.replace('cpus(2)', 'cpus(3)'))
    await until('1 test passed')
    writeFileSync(join(project, 'bottles/web.bottle.ts'), web)
    child.kill('SIGINT')
    expect((await finished).status).toBe(0)
  })

  it('is no part of what synth makes', () => {
    const { stdout } = bottle(['list', '--json', '--project', project])
    const { bottles } = JSON.parse(stdout) as { bottles: readonly { slug: string }[] }
    expect(bottles.map(({ slug }) => slug)).toEqual(['demo', 'web'])
  })
})

describe('bottleworks/testing', () => {
  it('gives what comes of a bottle file', async () => {
    const found = await synthesize(join(project, 'bottles/web.bottle.ts'))
    expect(found.document).toMatchObject({ cpus: 2 })
    expect(found.text).toContain('cpus = 2\n')
    expect(found.reach?.hosts).toEqual([expect.objectContaining({ name: 'api.test' })])
  })

  it('gives what comes of a text', async () => {
    const found = await synthesize(web.replace("'web'", "'drafted'").replace('2', '9'), project)
    expect(found.document).toMatchObject({ cpus: 9 })
    expect(found.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('gives the diagnostics of a bad one alone', async () => {
    const bad = await synthesize(
      "import { bottle } from 'bottleworks'\nexport default bottle('bad')",
      project,
    )
    expect(bad.document).toBeUndefined()
    expect(bad.diagnostics.map(({ code }) => code)).toContain('BW010')
  })
})
