import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import { machineSource } from '../support/machine-source.ts'
import { bottleSource, makeProject, makeSharedProject } from '../support/project.ts'

function withDevice(slug: string, socket: string, address = '127.77.0.5'): string {
  return bottleSource(slug, `.net(gvproxy('${socket}', { address: '${address}' }))`)
}

const project = makeSharedProject({
  'bottles/demo.bottle.ts': withDevice('demo', '/run/bottles/demo/gvproxy.sock'),
  'bottles/open.bottle.ts': bottleSource('open', ".net(gvproxy('/run/bottles/open/gvproxy.sock'))"),
  'bottles/shared.bottle.ts': withDevice('shared', '/run/bottles/shared.sock', '127.77.0.6'),
  'bottles/machine.bottle.ts': machineSource('machine'),
})
const gateway = (...argv: readonly string[]) => bottle(['gateway', ...argv], { cwd: project })

describe('bottle gateway', () => {
  it('prints a command for sh, and writes nothing', () => {
    const { status, stdout, stderr } = gateway('demo', '--pipelock', 'unix:/run/p/pipelock.sock')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`mkdir -p -m 700 /run/bottles/demo || exit
exec bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL \\
  --ro-bind / / --dev /dev --proc /proc --bind /run/bottles/demo /run/bottles/demo --chdir / \\
  -- sh -c '
    rm -f /run/bottles/demo/gvproxy.sock
    socat TCP-LISTEN:8888,bind=127.77.0.5,reuseaddr,fork UNIX-CONNECT:/run/p/pipelock.sock &
    exec gvproxy -config ${project}/smolfiles/demo/gvproxy.yaml'
`)
    expect(readdirSync(project)).toEqual(['bottles'])
  })

  it('prints the same as JSON', () => {
    const proxies = ['--git-gate', '[::1]:9000', '--supervise', 'unix:/run/p/s.sock']
    const { status, stdout } = gateway('demo', '--print', 'env', '--out', 'tree', ...proxies)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      slug: 'demo',
      socket: '/run/bottles/demo/gvproxy.sock',
      folder: '/run/bottles/demo',
      configuration: join(project, 'tree/demo/gvproxy.yaml'),
      address: '127.77.0.5',
      ports: { pipelock: 8888, 'git-gate': 8889, supervise: 8890 },
      proxies: { 'git-gate': { host: '[::1]', port: 9000 }, supervise: { unix: '/run/p/s.sock' } },
    })
  })

  it.each([
    ['open', [], 1, 'the bottle "open" has no address for its gateway'],
    ['machine', [], 1, 'the bottle "machine" has no device of gvproxy'],
    ['shared', [], 1, 'the socket\'s folder "/run/bottles" is not named for the bottle, "shared"'],
    ['nope', [], 1, 'no bottle has the slug "nope"'],
    ['$(touch x)', [], 1, 'no bottle has the slug "$(touch x)"'],
    ['demo', ['--print', 'bwarp'], 64, 'did you mean "bwrap"?'],
    ['demo', ['--print', 'toString'], 64, '--print is "toString"'],
    ['demo', ['--pipelock', 'unix:/run/a b/x'], 64, 'use /run/a-b/x'],
    [
      'demo',
      ['--supervise', '9000'],
      64,
      '--supervise is "9000"; it must be unix:PATH or HOST:PORT',
    ],
    [
      'demo',
      ['--git-gate', 'unix:/run/bottles/demo/g.sock'],
      1,
      'where the guest can have gvproxy replace it',
    ],
    ['demo', ['--git-gate', 'unix:/dev/shm/g.sock'], 1, 'gvproxy runs with a /dev of its own'],
    ['demo', ['--out', '/dev/shm/tree'], 1, 'the configuration of gvproxy is "/dev/shm/tree/demo'],
    ['demo', ['--out', "a'b"], 1, 'the configuration of gvproxy is'],
  ] as const)('refuses %s with %j', (slug, argv, status, message) => {
    const finished = gateway(slug, ...argv)
    expect(finished).toMatchObject({ status, stdout: '' })
    expect(finished.stderr).toContain(message)
  })

  it('refuses a project with a name that sh would read otherwise, and says which to use', () => {
    const source = withDevice('demo', '/run/bottles/demo/gvproxy.sock')
    const there = makeProject({ "it's $(touch x) here/bottles/demo.bottle.ts": source })
    const finished = bottle(['gateway', 'demo', '--project', join(there, "it's $(touch x) here")])
    expect(finished).toMatchObject({ status: 1, stdout: '' })
    expect(finished.stderr).toContain(`use ${there}/it-s-touch-x-here/smolfiles/demo/gvproxy.yaml`)
  })

  it('looks at the sockets of all bottles, and prints nothing while one has errors', () => {
    const folder = makeProject({
      'bottles/demo.bottle.ts': withDevice('demo', '/run/demo/gvproxy.sock'),
      'bottles/other.bottle.ts': withDevice('other', '/run/demo/other/gvproxy.sock', '127.77.0.6'),
    })
    const finished = bottle(['gateway', 'demo', '--project', folder])
    expect(finished).toMatchObject({ status: 1, stdout: '' })
    expect(finished.stderr).toContain(`has another bottle's socket in it`)
    expect(bottle(['gateway', 'other', '--project', folder])).toMatchObject({ status: 0 })

    const bad = makeProject({
      'bottles/demo.bottle.ts': withDevice('demo', '/run/demo/gvproxy.sock'),
      'bottles/bad.bottle.ts': bottleSource('bad', ''),
    })
    expect(bottle(['gateway', 'demo', '--project', bad])).toMatchObject({ status: 1, stdout: '' })
  })
})
