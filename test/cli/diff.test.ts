import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { partNames } from '../../src/dialects/parts.ts'
import { bottle, program, run } from '../support/command.ts'
import { otherUser, otherUserCanRun } from '../support/other-user.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const claudeBottle = (noProxy: string) => `name = "claude-bottle-web"
command = ["claude", "--print"]
env = ["NO_PROXY=${noProxy}"]

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "/run/web.sock"
`

const smolvm = (hosts: string, more = '') => `image = "python:3.12-alpine"
${more}net = true
net_backend = "virtio-net"

[network]
allow_hosts = [${hosts}]
`

/** Two states of both dialects, beside each other. */
const files = makeSharedProject({
  'old/web/Smolfile': claudeBottle('localhost'),
  'new/web/Smolfile': claudeBottle('localhost,*'),
  'old/worker/Smolfile': smolvm('"a.example", "b.example"'),
  'new/worker/Smolfile': smolvm('"b.example"', 'memory = 512\n'),
  'a/job/Smolfile': 'cmd = ["a"]\n',
  'b/job/Smolfile': 'cmd = ["b"]\n',
  'odd/Smolfile': 'image = 1\n',
  'broken.toml': 'image = "a\n',
})

const diff = (argv: readonly string[], options: Parameters<typeof bottle>[1] = {}) =>
  bottle(['diff', ...argv], { cwd: files, ...options })

describe('two Smolfiles', () => {
  it('of claude-bottle', () => {
    expect(diff(['old/web/Smolfile', 'new/web/Smolfile'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `web  changed · claude-bottle
  compared without a gvproxy.yaml of synth: what is behind the socket decides what is reached
  widens   more hosts are reached without the proxy
    env.NO_PROXY  "localhost" -> "localhost,*"

bottles: 1 changed; 1 change: 1 widening, 0 narrowing, 0 inside, 0 neutral
`,
    })
  })

  it('of smolvm', () => {
    expect(diff(['old/worker/Smolfile', 'new/worker/Smolfile'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `worker  changed · smolvm
  narrows  fewer hosts may be reached
    network.allow_hosts  - "a.example"
  neutral  how much of the host it may take up, not what it reaches
    memory               + 512

bottles: 1 changed; 2 changes: 0 widening, 1 narrowing, 0 inside, 1 neutral
`,
    })
  })

  it('that are the same', () => {
    const { status, stdout } = bottle(['diff', 'new/web/Smolfile', 'new/web/Smolfile'], {
      cwd: files,
    })
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '1 bottle unchanged\n\nno bottle changed\n',
    })
  })

  it('of which one is no file, or a pipe', () => {
    expect(diff(['/dev/null', 'new/web/Smolfile']).stdout).toMatch(/^web {2}added/)
    expect(diff(['new/web/Smolfile', '/dev/null']).stdout).toMatch(/^web {2}removed/)
    const line = '"$@" diff old/web/Smolfile <(cat new/web/Smolfile)'
    const argv = ['-c', line, 'bash', process.execPath, program]
    expect(run('bash', argv, { cwd: files }).stdout).toMatch(/^web {2}changed/)
  })

  it('of which one is the standard input, and has the name of the other', () => {
    const input = readFileSync(join(files, 'new/web/Smolfile'))
    const piped = (...argv: readonly string[]) =>
      spawnSync(process.execPath, [program, 'diff', ...argv], {
        cwd: files,
        encoding: 'utf8',
        input,
      })
    const { status, stdout } = piped('old/web/Smolfile', '-')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^web {2}changed · claude-bottle\n[\s\S]*-> "localhost,\*"\n/)
    expect(piped('-', 'old/web/Smolfile').stdout).toContain('"localhost,*" -> "localhost"')
    expect(piped('-', '-')).toMatchObject({
      status: 64,
      stdout: '',
      stderr: 'error: the standard input is one Smolfile; name a file for the other\n',
    })
  })

  it('of two dialects: the machine is another kind', () => {
    const { stdout } = diff(['old/web/Smolfile', 'new/worker/Smolfile'])
    expect(stdout).toContain('the machine is of another kind; its settings are compared anew')
  })

  it('of which one cannot be read are an error, with its place', () => {
    const { status, stdout, stderr } = diff(['old/web/Smolfile', 'broken.toml'])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^broken\.toml:1:\d+ error BW071: /)
    expect(diff(['odd/Smolfile', 'old/web/Smolfile']).stderr).toMatch(
      /^odd\/Smolfile:1:\d+ warning BW073: .*BW007/,
    )
    expect(diff(['nowhere', 'old/web/Smolfile'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('"nowhere" cannot be read: it does not exist'),
    })
  })
})

describe('two trees', () => {
  it('are compared bottle by bottle', () => {
    const { status, stdout, stderr } = diff(['old', 'new'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^web {2}changed[\s\S]*\nworker {2}changed/)
    expect(stdout).toContain(
      'bottles: 2 changed; 3 changes: 1 widening, 1 narrowing, 0 inside, 1 neutral',
    )
  })

  it('of which one has a bad Smolfile are an error that says in which', () => {
    const trees = makeProject({
      'a/web/Smolfile': 'cpus = 1\n',
      'b/web/Smolfile': 'cpus = "\n',
      'c/web/Smolfile': 'cpus = 2\n',
    })
    writeFileSync(join(trees, 'c/web/Smolfile'), Buffer.of(0x23, 0xff))
    expect(bottle(['diff', 'a', 'b'], { cwd: trees }).stderr).toMatch(
      /^b\/web\/Smolfile:1:\d+ error/,
    )
    const { stderr } = bottle(['diff', join(trees, 'c'), 'a'], { cwd: trees })
    expect(stderr).toContain(`"${join(trees, 'c/web/Smolfile')}" is not valid UTF-8`)
  })

  it.runIf(otherUserCanRun)('of which one is closed to us are an error', () => {
    const closed = makeProject({ 'old/web/Smolfile': 'cpus = 1\n' })
    const { status, stderr } = bottle(['diff', join(closed, 'old'), files], otherUser)
    expect(status).toBe(1)
    expect(stderr).toContain('cannot be read: permission denied')
  })

  it('a tree and a Smolfile are no pair', () => {
    for (const pair of [
      ['old', 'new/web/Smolfile'],
      ['new/web/Smolfile', 'old'],
    ]) {
      const { status, stdout, stderr } = diff(pair)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr).toContain('"old" cannot be read: it is a folder')
    }
  })
})

describe('--json', () => {
  it('is one document whose keys stay', () => {
    const { status, stdout, stderr } = diff(['old', 'new', '--json'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const keys = { slug: 'web', path: 'env.NO_PROXY', change: 'changed' }
    expect(JSON.parse(stdout)).toEqual({
      version: 2,
      ok: true,
      summary: {
        widens: 1,
        narrows: 1,
        inside: 0,
        neutral: 1,
        added: 0,
        removed: 0,
        renamed: 0,
        changed: 2,
        unchanged: 0,
      },
      bottles: [
        {
          slug: 'web',
          state: 'changed',
          dialect: 'claude-bottle',
          caution:
            'compared without a gvproxy.yaml of synth: what is behind the socket decides what is reached',
          findings: [
            {
              ...keys,
              before: 'localhost',
              after: 'localhost,*',
              class: 'widens',
              reason: 'more hosts are reached without the proxy',
            },
          ],
        },
        {
          slug: 'worker',
          state: 'changed',
          dialect: 'smolvm',
          findings: [
            {
              slug: 'worker',
              path: 'memory',
              change: 'added',
              after: 512,
              class: 'neutral',
              reason: 'how much of the host it may take up, not what it reaches',
            },
            {
              slug: 'worker',
              path: 'network.allow_hosts',
              change: 'removed',
              before: 'a.example',
              class: 'narrows',
              reason: 'fewer hosts may be reached',
            },
          ],
        },
      ],
      diagnostics: [],
      printed: [],
    })
  })

  it('is one document with errors too', () => {
    const bad = diff(['old/web/Smolfile', 'broken.toml', '--json'])
    expect({ ...bad, stdout: JSON.parse(bad.stdout) }).toMatchObject({
      status: 1,
      stderr: '',
      stdout: { ok: false, diagnostics: [{ code: 'BW071', file: 'broken.toml', line: 1 }] },
    })
    expect(Object.keys(JSON.parse(bad.stdout))).toEqual(['version', 'ok', 'diagnostics', 'printed'])
  })
})

describe('--markdown, --html and --sarif', () => {
  it.each(['--html', '--sarif'])('%s makes its folder, and writes - to stdout alone', (option) => {
    const out = makeProject()
    const target = join(out, 'not/yet/report')
    expect(diff(['old', 'new', option, target]).status).toBe(0)
    const { status, stdout, stderr } = diff(['old', 'new', option, '-', '--fail-on', 'any'])
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
    expect(stdout).toBe(readFileSync(target, 'utf8'))
    const redirected = join(out, 'redirected')
    const line = `"$@" diff old new ${option} /dev/fd/3 3>'${redirected}'`
    run('bash', ['-c', line, 'bash', process.execPath, program], { cwd: files })
    expect(readFileSync(redirected, 'utf8')).toBe(stdout)
    expect(diff(['old', 'new', option, '-', '--markdown'])).toMatchObject({
      status: 64,
      stderr: `error: --markdown and ${option} - exclude each other\n`,
    })
  })

  it('print a comment, and write the files', () => {
    const out = makeProject()
    const page = join(out, 'review.html')
    const log = join(out, 'review.sarif')
    writeProject(out, { 'review.html': 'what was there' })
    const { status, stdout, stderr } = diff([
      'old',
      'new',
      '--markdown',
      '--html',
      page,
      '--sarif',
      log,
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^## Bottles: 1 change widens what a bottle may reach\n/)
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/)
    const { version, runs } = JSON.parse(readFileSync(log, 'utf8'))
    expect({
      version,
      rules: runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId),
    }).toEqual({
      version: '2.1.0',
      rules: ['widens/env'],
    })
    expect(readdirSync(out).sort()).toEqual(['review.html', 'review.sarif'])
  })

  it('have the errors in SARIF, and no page, when there is nothing to review', () => {
    const out = makeProject()
    const [page, log] = [join(out, 'review.html'), join(out, 'review.sarif')]
    const { status } = diff(['old/web/Smolfile', 'broken.toml', '--html', page, '--sarif', log])
    expect(status).toBe(1)
    expect(existsSync(page)).toBe(false)
    expect(JSON.parse(readFileSync(log, 'utf8')).runs[0].results).toMatchObject([
      { ruleId: 'BW071', level: 'error' },
    ])
  })

  it('are errors when a file cannot be written, and the review is shown all the same', () => {
    const out = makeProject({ file: '' })
    for (const target of [join(out, 'file', 'below'), out]) {
      const { status, stdout, stderr } = diff(['old', 'new', '--html', target, '--sarif', target])
      expect(status).toBe(1)
      expect(stderr.match(/^error BW202: cannot write /gm)).toHaveLength(2)
      expect(stdout).toContain('bottles: 2 changed')
    }
    const { status, stdout } = diff(['old', 'new', '--json', '--html', join(out, 'file', 'below')])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ code: 'BW202' }] })
    expect(readdirSync(out)).toEqual(['file'])
  })

  it.runIf(otherUserCanRun)('are errors in a folder that is closed to us', () => {
    const out = makeProject({ a: 'cpus = 1\n', b: 'cpus = 2\n' })
    mkdirSync(join(out, 'closed'), { mode: 0o555 })
    chmodSync(out, 0o755)
    const { status, stdout, stderr } = bottle(['diff', 'a', 'b', '--html', 'closed/page'], {
      cwd: out,
      ...otherUser,
    })
    expect(status).toBe(1)
    expect(stderr).toContain('error BW202: cannot write "closed/page"')
    expect(stdout).toContain('1 changed')
  })
})

describe('--fail-on', () => {
  const pairs = {
    widening: ['old/web/Smolfile', 'new/web/Smolfile'],
    narrowing: ['old/worker/Smolfile', 'new/worker/Smolfile'],
    same: ['old/worker/Smolfile', 'old/worker/Smolfile'],
    within: ['a/job/Smolfile', 'b/job/Smolfile'],
  }
  it.each([
    ['widens', 'widening', 2],
    ['widens', 'narrowing', 0],
    ['widens', 'same', 0],
    ['any', 'widening', 2],
    ['any', 'narrowing', 2],
    ['any', 'same', 0],
    ['inside', 'widening', 2],
    ['inside', 'narrowing', 0],
    ['inside', 'within', 2],
    ['widens', 'within', 0],
  ] as const)('%s exits for %s with %i', (gate, pair, status) => {
    expect(diff([...pairs[pair], '--fail-on', gate, '--json']).status).toBe(status)
  })

  it('lets errors go before', () => {
    expect(diff(['old/web/Smolfile', 'broken.toml', '--fail-on', 'any']).status).toBe(1)
  })
})

describe('--fail-on-part', () => {
  const wide = ['old/web/Smolfile', 'new/web/Smolfile', '--fail-on', 'widens', '--fail-on-part']
  it.each([
    ['variables', 2],
    ['secrets,image', 0],
    ['secrets, variables', 2],
    ['network', 0],
  ] as const)('%s limits the gate: exit %i', (parts, status) => {
    expect(diff([...wide, parts, '--json']).status).toBe(status)
  })

  it.each(partNames)('takes %s, and leaves the review as it is', (part) => {
    const argv = ['old/worker/Smolfile', 'new/worker/Smolfile', '--fail-on', 'any']
    const { status, stdout } = diff([...argv, '--fail-on-part', part])
    expect(status).toBe(part === 'network' || part === 'other' ? 2 : 0)
    expect(stdout).toBe(diff(argv).stdout)
  })

  it('limits nothing where there is no gate, which is wrong', () => {
    expect(diff(['old/web/Smolfile', 'new/web/Smolfile', '--fail-on-part', 'secrets'])).toEqual({
      status: 64,
      stdout: '',
      stderr: 'error: --fail-on-part limits a gate, and there is none; pass --fail-on as well\n',
    })
  })
})

describe('wrong usage exits with 64, and says what is right:', () => {
  it.each([
    [
      ['--fail-on', 'widen'],
      'error: --fail-on is "widen"; it must be "widens" or "inside" or "any"; did you mean "widens"?\n',
    ],
    [['--fail-on', ''], 'error: --fail-on is ""; it must be "widens" or "inside" or "any"\n'],
    [
      ['--fail-on', '\u001b[31m'],
      'error: --fail-on is "\\u001b[31m"; it must be "widens" or "inside" or "any"\n',
    ],
    [
      ['--fail-on', 'any', '--fail-on-part', 'image,secrts'],
      `error: --fail-on-part has "secrts"; there are ${partNames.join(', ')}; did you mean "secrets"?\n`,
    ],
    [
      ['--fail-on', 'any', '--fail-on-part', ''],
      `error: --fail-on-part has ""; there are ${partNames.join(', ')}\n`,
    ],
    [['old'], 'error: diff takes no path, or two: what was, and what is\n'],
    [['old', 'new', 'odd'], 'error: diff takes no path, or two: what was, and what is\n'],
    [['old', 'new', '--base', 'main'], 'error: --base and two paths exclude each other\n'],
    [['old', 'new', '--json', '--markdown'], 'error: --json and --markdown exclude each other\n'],
    [
      ['--bse', 'main'],
      "error: unknown option '--bse'\n(Did you mean --base?)\n(bottle diff --help shows its usage)\n",
    ],
    [
      ['--html'],
      "error: option '--html <file>' argument missing\n(bottle diff --help shows its usage)\n",
    ],
  ])('%j', (argv, stderr) => {
    expect(diff(argv)).toMatchObject({ status: 64, stderr })
  })
})

describe('the source against the output tree', () => {
  const project = makeSharedProject({
    'bottles/web.bottle.ts': bottleSource('web'),
    'build/tree/gone/Smolfile': 'cpus = 1\n',
  })

  it('is compared in the project and the tree that are named', () => {
    const { status, stdout, stderr } = bottle([
      'diff',
      '--project',
      project,
      '--out',
      'build/tree',
      '--fail-on',
      'widens',
    ])
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
    expect(stdout).toContain('web  added · claude-bottle · bottles/web.bottle.ts')
    // Synth leaves what has no manifest where it is.
    expect(stdout).toContain('gone  added · smolvm')
    expect(readdirSync(project).sort()).toEqual(['bottles', 'build'])
  })

  it('is not compared when the source is bad', () => {
    const bad = makeProject({ 'bottles/web.bottle.ts': bottleSource('web', '') })
    const { status, stdout, stderr } = bottle(['diff', '--project', bad])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('bottles/web.bottle.ts:3:16 error BW010')
  })

  it('shows what bottles print behind their names', () => {
    const loud = makeProject({
      'bottles/web.bottle.ts': `console.log('::error::x ##[group]\\n')\n${bottleSource('web')}`,
    })
    const { stderr, stdout } = bottle(['diff', '--project', loud, '--json'])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout).printed).toEqual([{ slug: 'web', lines: ['::error::x ##[group]\n'] }])
  })

  it('needs a folder', () => {
    expect(bottle(['diff', '--project', '/nowhere/at/all'])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('there is no folder "/nowhere/at/all"'),
    })
  })
})

describe('under GitHub Actions', () => {
  const command = '\\n::error::x\\r::warning::y\\u2028::z ##[error]w'
  const tree = makeSharedProject({
    'old/web/Smolfile': claudeBottle('localhost'),
    'new/web/Smolfile': claudeBottle(`localhost,${command}`),
    'new/worker/Smolfile': smolvm(`"::set-output name=x::y", "##[add-mask]z", "${command}"`),
    'new/::error::slug/Smolfile': 'cpus = 1\n',
    'new/##[error]slug/Smolfile': 'cpus = 1\n',
    'bad/::error::slug/Smolfile': 'cpus = "::error::x ##[error]y"\n',
  })
  const env = { GITHUB_ACTIONS: 'true' }

  it.each([[[]], [['--markdown']], [['--json']]])('no value is a command: %j', (options) => {
    const { status, stdout, stderr } = bottle(['diff', 'old', 'new', ...options], {
      cwd: tree,
      env,
    })
    expect(status).toBe(1)
    for (const line of stdout.split(/\r\n|[\n\r]/)) expect(line).not.toMatch(/^\s*::|##\[/)
    for (const line of stderr.split(/\r\n|[\n\r]/)) {
      if (/^\s*::|##\[/.test(line)) expect(line).toMatch(/^::error file=new\/[^:]*,line=\d+,/)
    }
    expect(stdout).toContain('set-output')
  })

  it('an error is an annotation, and nothing in it is one more', () => {
    const { status, stdout, stderr } = bottle(['diff', 'old', 'bad'], { cwd: tree, env })
    expect(status).toBe(1)
    expect(stdout).not.toMatch(/^\s*::|##\[/m)
    const commands = stderr.split(/[\n\r]/).filter((line) => /^\s*::|##\[/.test(line))
    expect(commands).toHaveLength(1)
    expect(commands[0]).toMatch(/^::error file=[^:]*%3A%3Aerror%3A%3Aslug[^:]*,line=1,/)
  })
})
