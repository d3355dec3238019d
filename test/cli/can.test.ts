import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { machineSource } from '../support/machine-source.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const project = makeSharedProject({
  'bottles/open.bottle.ts': bottleSource('open'),
  'bottles/names.bottle.ts': machineSource(
    'names',
    `.net(virtioNet({ allowHosts: ['example.com'] }))
  .dev({ volumes: ['/srv/data:/data:ro'] })
  .secret('TOKEN', hostEnv('CI_TOKEN'))`,
  ),
  'bottles/read.bottle.ts': machineSource('read'),
  'bottles/wide.bottle.ts': machineSource(
    'wide',
    ".net(virtioNet({ allowHosts: ['example.net'], blockPrivate: false }))",
  ),
})
const can = (...argv: readonly string[]) => bottle(['can', ...argv], { cwd: project })

describe('a question to one bottle', () => {
  it('is answered with the way, the reason and the place that grants it', () => {
    expect(can('names', 'tcp', 'www.example.com:443')).toEqual({
      status: 0,
      stderr: '',
      stdout: `yes  names tcp www.example.com:443
  way            guest -> virtio-net -> host
  why            the name is allowed; a private address that it answers stays
                 closed
  settings       network.allow_hosts[0]                bottles/names.bottle.ts:4
`,
    })
  })

  it('says what it takes for granted', () => {
    expect(can('names', 'read', '/srv/data/a/b').stdout).toBe(`yes  names read "/srv/data/a/b"
  way            guest -> host
  why            it is below /srv/data, which is mounted
  settings       dev.volumes[0]                        bottles/names.bottle.ts:5
  assumes        no part of the path below it is a link of the host
`)
  })

  it('says that gvproxy is open by its default', () => {
    expect(can('open', 'tcp', 'host:5432').stdout).toBe(`yes  open tcp host:5432
  way            guest -> gvproxy -> host
  why            by its default, gvproxy reaches whatever its host reaches
  settings       net[0].socket                          bottles/open.bottle.ts:4
  assumes        gvproxy runs with its defaults
`)
  })

  it.each(['127.0.0.1:80', 'localhost:80', '[::1]:80'])(
    'about %s is about the guest, and offers the host',
    (target) => {
      const { status, stdout } = can('names', 'tcp', target)
      expect(status).toBe(0)
      expect(stdout).toContain('  way            guest\n')
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        `"${target}" means the guest itself; for the loopback of the host, ask bottle can names tcp host:80`,
      )
    },
  )

  it('takes a bottle that is called like a question', () => {
    expect(can('read', 'secret', 'TOKEN').stdout).toMatch(/^no {2}read secret "TOKEN"\n/)
    expect(can('read', 'read', '/srv').stdout).toMatch(/^no {2}read read "\/srv"\n/)
  })

  it('is one JSON document with --json', () => {
    const { status, stdout, stderr } = can('names', 'secret', 'CI_TOKEN', '--json')
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      question: 'secret',
      target: 'CI_TOKEN',
      bottles: [
        {
          slug: 'names',
          dialect: 'smolvm',
          source: 'bottles/names.bottle.ts',
          answer: 'yes',
          way: ['guest', 'host'],
          why: "the guest has TOKEN of the host's env CI_TOKEN",
          by: [{ path: 'secrets.TOKEN', file: 'bottles/names.bottle.ts', line: 6, column: 4 }],
          assumes: [],
        },
      ],
      diagnostics: [],
    })
  })
})

describe('a question without a slug', () => {
  it('says which bottles can, those with the same reason together', () => {
    expect(can('udp', '10.0.0.1:53')).toEqual({
      status: 0,
      stderr: '',
      stdout: `  yes            by its default, gvproxy reaches whatever its host reaches;
                 assumes gvproxy runs with its defaults
                 open                                   bottles/open.bottle.ts:4
  depends        it is open when an allowed name answers this address
                 wide                                   bottles/wide.bottle.ts:4
udp 10.0.0.1:53: 4 bottles; yes: 1, depends: 1, no: 2
`,
    })
    expect(can('dns', 'example.com').stdout).toMatch(/yes: 2, depends: 0, no: 2\n$/)
  })

  it('names those that cannot to whoever expects that all can', () => {
    const { status, stdout } = can('tcp', 'example.com:443', '--expect', 'yes')
    expect(status).toBe(2)
    expect(stdout).toMatch(/^ {2}no {13}there is no network\n {17}read /m)
  })
})

/** How often the tool calls one of its functions. */
function callsOf(name: string, argv: readonly string[], cwd: string): number {
  const folder = makeProject()
  expect(bottle(argv, { cwd, env: { NODE_V8_COVERAGE: folder } }).status).toBe(0)
  const [file = ''] = readdirSync(folder)
  const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Coverage
  const found = result
    .flatMap(({ functions }) => functions)
    .filter(({ functionName }) => functionName === name)
  expect(found.length).toBeGreaterThan(0)
  return found.reduce((sum, { ranges: [whole] }) => sum + (whole?.count ?? 0), 0)
}

interface Coverage {
  readonly result: readonly {
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly { readonly count: number }[]
    }[]
  }[]
}

it('of bottles that are settled is answered as of those that are not', () => {
  const address = ", { address: '127.77.0.9' }"
  const sources = {
    'bottles/own.bottle.ts': bottleSource('own', `.net(gvproxy('/run/own.sock'${address}))`),
    'bottles/open.bottle.ts': bottleSource('open'),
    'bottles/some.bottle.ts': machineSource(
      'some',
      `.net(virtioNet({ allowHosts: ['example.com'] }))
  .dev({ volumes: ['/srv/data:/data:ro'] })
  .secret('TOKEN', hostEnv('CI_TOKEN'))`,
    ),
    'bottles/none.bottle.ts': machineSource('none'),
  }
  const own = makeProject(sources)
  const questions = [
    ...['tcp example.com:443', 'udp 10.0.0.1:53', 'tcp proxy.internal:8888', 'tcp host:80'],
    ...['dns example.com', 'read /srv/data/a', 'write /srv/data', 'secret CI_TOKEN'],
  ]
  const ask = () =>
    questions.map((question) => bottle(['can', ...question.split(' '), '--json'], { cwd: own }))
  const before = ask()
  expect(new Set(before.map(({ status }) => status))).toEqual(new Set([0]))
  expect(before.map(({ stdout }) => stdout).join('')).toContain('"answer": "yes"')
  expect(bottle(['synth', '--no-types'], { cwd: own }).status).toBe(0)
  expect(ask()).toEqual(before)
  expect(callsOf('inspectCode', ['can', 'secret', 'NONE'], own)).toBe(0)
  // What has changed since is not settled.
  const changed = sources['bottles/none.bottle.ts'].replace(
    /(;|\n)*$/,
    "\n  .secret('CI_TOKEN', hostEnv('CI_TOKEN'))\n",
  )
  writeProject(own, { 'bottles/none.bottle.ts': changed })
  expect(callsOf('inspectCode', ['can', 'secret', 'NONE'], own)).toBe(1)
  const secrets = bottle(['can', 'secret', 'CI_TOKEN', '--json'], { cwd: own })
  const { bottles } = JSON.parse(secrets.stdout) as { bottles: { slug: string; answer: string }[] }
  const can = bottles.filter(({ answer }) => answer === 'yes').map(({ slug }) => slug)
  expect(can).toEqual(['none', 'some'])
})

describe('--expect', () => {
  it.each([
    ['yes', 'names tcp example.com:443', 0],
    ['no', 'names tcp example.com:443', 2],
    ['yes', 'names tcp example.org:443', 2],
    ['no', 'names tcp example.org:443', 0],
    ['yes', 'names tcp host:22', 2],
    ['no', 'names tcp host:22', 2],
    ['no', 'read tcp host:22', 0],
    ['no', 'tcp example.org:443', 2],
    ['no', 'write /srv/data', 2],
    ['no', 'secret OTHER_TOKEN', 0],
  ])('%s of %s exits with %i of its three', (expected, words, status) => {
    expect(can(...words.split(' '), '--expect', expected).status).toBe(status)
    const { stdout } = can(...words.split(' '), '--expect', expected, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ ok: status === 0, expected })
  })
})

describe('wrong usage exits with 64 and an example', () => {
  it.each([
    [
      [],
      'can takes a question of two words, behind a slug or not; it has 0',
      'such as: bottle can demo tcp example.com:443',
    ],
    [
      ['a', 'tcp', 'b:1', 'c'],
      'can takes a question of two words, behind a slug or not; it has 4',
      'such as: bottle can demo tcp example.com:443',
    ],
    [
      ['names', 'tpc', 'a.org:1'],
      'unknown question "tpc"; it must be one of tcp, udp, dns, read, write, secret',
      'did you mean tcp example.com:443?',
    ],
    [
      ['raed', '/srv'],
      'unknown question "raed"; it must be one of tcp, udp, dns, read, write, secret',
      'did you mean read /srv/data?',
    ],
    [['names', 'tcp'], 'the question "names tcp" has no end', 'such as tcp example.com:443'],
    [['dns'], 'the question "dns" has no end', 'such as dns example.com'],
    [['names'], 'the question "names tcp" has no end', 'such as tcp example.com:443'],
    [['names', 'tcp', 'https://a.org/'], '"https://a.org/" is a URL', 'ask for a.org:443'],
    [
      ['names', 'tcp', '2001:db8::1:443'],
      '"2001:db8::1:443" is IPv6 without brackets',
      'such as [2001:db8::1]:443',
    ],
    [
      ['names', 'dns', 'a.org', '--expect', 'yse'],
      '--expect is "yse"; it must be "yes" or "no"; did you mean "yes"?',
      'such as: bottle can demo tcp host:5432 --expect no',
    ],
    [
      ['names', 'dns', 'a.org', '--expect', 'depends'],
      '--expect is "depends"; it must be "yes" or "no"',
      'such as: bottle can demo tcp host:5432 --expect no',
    ],
  ])('%j', (argv, message, advice) => {
    const stderr = `error: ${message}\n(${advice})\n`
    expect(can(...argv)).toEqual({ status: 64, stdout: '', stderr })
  })
})

describe('errors in the source', () => {
  it('exit with 1, after what the good bottles answer', () => {
    const bad = makeProject({
      'bottles/good.bottle.ts': bottleSource('good'),
      'bottles/bad.bottle.ts': bottleSource(
        'bad',
        ".net(gvproxy('bad.sock', { address: '127.77.0.5' }))",
      ),
    })
    const { status, stdout, stderr } = bottle(['can', 'tcp', 'a.org:1'], { cwd: bad })
    expect(status).toBe(1)
    expect(stderr).toContain('error BW011')
    expect(stdout).toMatch(/1 bottle; yes: 1, depends: 0, no: 0\n$/)
    const json = bottle(['can', 'bad', 'tcp', 'a.org:1', '--expect', 'yes', '--json'], { cwd: bad })
    expect(json.status).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      bottles: [],
      diagnostics: [{ code: 'BW011' }],
    })
  })

  it('are those of a slug that no bottle has', () => {
    const { status, stderr } = can('nmaes', 'tcp', 'a.org:1')
    expect(status).toBe(1)
    expect(stderr).toContain('error BW121: no bottle has the slug "nmaes"')
    expect(stderr).toContain('did you mean "names"?')
  })
})

it('what is hostile in a question is escaped wherever it is shown', () => {
  const evil = '\u001b[2J\u202e::set-env\n::error::x'
  for (const argv of [
    ['names', 'read', `/srv/data/${evil}`],
    ['read', `/srv/data/${evil}`],
    ['names', 'secret', evil],
    ['names', 'tcp', `${evil}:80`],
    ['names', evil, 'x'],
    [evil, 'dns', 'a.org'],
  ]) {
    for (const json of [[], ['--json']]) {
      const { stdout, stderr } = can(...argv, ...json)
      expect(stdout + stderr).not.toMatch(/[\u001b\u202e]|^ *::/m)
    }
  }
  const { stdout } = can('names', 'read', `/srv/data/${evil}`, '--json')
  expect(JSON.parse(stdout).target).toBe(`/srv/data/${evil}`)
})
