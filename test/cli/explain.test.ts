import { describe, expect, it } from 'vitest'
import { bottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeProject, makeSharedProject, quietDevice } from '../support/project.ts'

const files: Files = {
  'bottles/presets/base.ts': `import type { BottleBuilder } from 'bottleworks'

export const base = (builder: BottleBuilder) =>
  builder.env({ LOG: 'info', TERM: 'dumb' }).command('sleep', '1')
`,
  'bottles/presets/agent.ts': `import { type BottleBuilder, viaGateway } from 'bottleworks'
import { base } from './base.ts'

export const agent = (builder: BottleBuilder) =>
  builder
    .use(base)
    .use(viaGateway())
    .env({
      TERM: 'xterm',
    })
`,
  'bottles/presets/sizes.ts': `import { type MachineBuilder, gib, virtioNet } from 'bottleworks'

const filtered = (builder: MachineBuilder) =>
  builder.net(virtioNet({ allowHosts: ['pypi.org'] }))

export function small(cpus: number) {
  return (builder: MachineBuilder): MachineBuilder =>
    builder.cpus(cpus).memory(gib(1)).use(filtered)
}
`,
  'bottles/web.bottle.ts': `import { type BottleBuilder, bottle, gvproxy } from 'bottleworks'
import { agent } from './presets/agent.ts'

function debugged(builder: BottleBuilder): BottleBuilder {
  return builder.env({ LOG: 'debug' })
}

const web = bottle('web')
  .use(agent)
  .command(
    'claude',
    '--print',
  )
  .env({ A: 1,
    B: 'two' }).env({
    C: 3 })
  .unset('https_proxy')

export default debugged(web)${quietDevice('/run/web.sock')}
`,
  'bottles/worker.bottle.ts': `import { hostEnv, machine, virtioNet } from 'bottleworks'
import { small } from './presets/sizes.ts'

export default machine('worker')
  .image('python:3.12-alpine')
  .use(small(2))
  .env({ MODE: 'fast' })
  .cpus(4)
  .net(
    virtioNet({ allowHosts: ['pypi.org', 'github.com'] }),
  )
  .dev({ workdir: '/a', init: ['make'] })
  .dev({ workdir: '/b' })
  .secret('TOKEN', hostEnv('ONE'))
  .secret('TOKEN', hostEnv('TWO'))
  .cmd('serve')
  .cmd('serve', '--quiet')
`,
  'bottles/bare.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'

export default bottle('bare')${quietDevice('/run/bare.sock')}
`,
  'bottles/bad.bottle.ts': `import { bottle } from 'bottleworks'

export default bottle('bad')
`,
}

const project = makeSharedProject(files)
const explain = (...argv: readonly string[]) => bottle(['explain', ...argv], { cwd: project })

describe('explain', () => {
  it('shows each line of a bottle with every place that led to it', () => {
    expect(explain('web')).toEqual({
      status: 0,
      stderr: '',
      stdout: `name = "claude-bottle-web"                   bottles/web.bottle.ts:8:13
command = ["claude", "--print"]              bottles/web.bottle.ts:10:4
                                             instead of ["sleep","1"] from bottles/presets/base.ts:4:46 via base at bottles/presets/agent.ts:6:6 via agent at bottles/web.bottle.ts:9:4
env = [
  "A=1",                                     bottles/web.bottle.ts:14:4
  "B=two",                                   bottles/web.bottle.ts:14:4
  "C=3",                                     bottles/web.bottle.ts:15:17
  "HTTPS_PROXY=http://proxy.internal:8888",  viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
  "HTTP_PROXY=http://proxy.internal:8888",   viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
  "LOG=debug",                               bottles/web.bottle.ts:5:18 at bottles/web.bottle.ts:19:16
                                             instead of "info" from bottles/presets/base.ts:4:11 via base at bottles/presets/agent.ts:6:6 via agent at bottles/web.bottle.ts:9:4
  "NO_PROXY=localhost,127.0.0.1",            viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
  "TERM=xterm",                              bottles/presets/agent.ts:8:6 via agent at bottles/web.bottle.ts:9:4
                                             instead of "dumb" from bottles/presets/base.ts:4:11 via base at bottles/presets/agent.ts:6:6 via agent at bottles/web.bottle.ts:9:4
  "http_proxy=http://proxy.internal:8888",   viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
  "no_proxy=localhost,127.0.0.1",            viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
]

[[net]]
type = "virtio-net"                          bottles/web.bottle.ts:19:30
attachment = "unixgram"                      bottles/web.bottle.ts:19:30
socket = "/run/web.sock"                     bottles/web.bottle.ts:19:30
# env.https_proxy                            removed at bottles/web.bottle.ts:17:4
                                             previously "http://proxy.internal:8888" from viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
`,
    })
  })

  it('shows a machine likewise', () => {
    expect(explain('worker')).toEqual({
      status: 0,
      stderr: '',
      stdout: `image = "python:3.12-alpine"              bottles/worker.bottle.ts:5:4
cmd = ["serve", "--quiet"]                bottles/worker.bottle.ts:17:4
                                          instead of ["serve"] from bottles/worker.bottle.ts:16:4
env = [
  "MODE=fast",                            bottles/worker.bottle.ts:7:4
]
cpus = 4                                  bottles/worker.bottle.ts:8:4
                                          instead of 2 from bottles/presets/sizes.ts:8:13 via small at bottles/worker.bottle.ts:6:4
memory = 1024                             bottles/presets/sizes.ts:8:24 via small at bottles/worker.bottle.ts:6:4
net = true                                bottles/worker.bottle.ts:9:4
                                          instead of {"kind":"virtio-net","network":{"allow_hosts":["pypi.org"]}} from bottles/presets/sizes.ts:4:11 via filtered at bottles/presets/sizes.ts:8:39 via small at bottles/worker.bottle.ts:6:4
net_backend = "virtio-net"                bottles/worker.bottle.ts:9:4

[dev]
init = [
  "make",                                 bottles/worker.bottle.ts:12:4
]
workdir = "/b"                            bottles/worker.bottle.ts:13:4
                                          instead of "/a" from bottles/worker.bottle.ts:12:4

[network]
allow_hosts = ["pypi.org", "github.com"]  bottles/worker.bottle.ts:9:4
block_private = true                      bottles/worker.bottle.ts:9:4

[secrets]
TOKEN = { from_env = "TWO" }              bottles/worker.bottle.ts:15:4
                                          instead of {"from_env":"ONE"} from bottles/worker.bottle.ts:14:4
`,
    })
  })

  it('says of what nobody has set that it is a default', () => {
    expect(explain('bare')).toEqual({
      status: 0,
      stderr: '',
      stdout: `name = "claude-bottle-bare"      bottles/bare.bottle.ts:3:16
command = ["sleep", "infinity"]  a default
env = []                         a default

[[net]]
type = "virtio-net"              bottles/bare.bottle.ts:3:31
attachment = "unixgram"          bottles/bare.bottle.ts:3:31
socket = "/run/bare.sock"        bottles/bare.bottle.ts:3:31
`,
    })
  })

  it('shows the settings at a path alone', () => {
    expect(
      explain('web', 'env.LOG').stdout,
    ).toBe(`env.LOG = "debug"  bottles/web.bottle.ts:5:18 at bottles/web.bottle.ts:19:16
                   instead of "info" from bottles/presets/base.ts:4:11 via base at bottles/presets/agent.ts:6:6 via agent at bottles/web.bottle.ts:9:4
`)
    expect(
      explain('web', 'net').stdout,
    ).toBe(`net[0].type = "virtio-net"       bottles/web.bottle.ts:19:30
net[0].attachment = "unixgram"   bottles/web.bottle.ts:19:30
net[0].socket = "/run/web.sock"  bottles/web.bottle.ts:19:30
`)
    expect(
      explain('worker', 'dev').stdout,
    ).toBe(`dev.init[0] = "make"  bottles/worker.bottle.ts:12:4
dev.workdir = "/b"    bottles/worker.bottle.ts:13:4
                      instead of "/a" from bottles/worker.bottle.ts:12:4
`)
    expect(
      explain('web', 'env.https_proxy').stdout,
    ).toBe(`# env.https_proxy  removed at bottles/web.bottle.ts:17:4
  previously "http://proxy.internal:8888" from viaGateway at bottles/presets/agent.ts:7:6 via agent at bottles/web.bottle.ts:9:4
`)
  })
})

describe('--json', () => {
  it('is one document: settings, what was overridden, what was taken out', () => {
    const { status, stdout, stderr } = explain('web', '--json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { settings, takenOut, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({
      ok: true,
      slug: 'web',
      dialect: 'claude-bottle',
      source: 'bottles/web.bottle.ts',
      diagnostics: [],
    })
    const at = (file: string, line: number, column: number) => ({
      file: `bottles/${file}`,
      line,
      column,
    })
    const agent = { ...at('web.bottle.ts', 9, 4), preset: 'agent' }
    expect(settings.find(({ path }: { path: string }) => path === 'env.TERM')).toEqual({
      path: 'env.TERM',
      value: 'xterm',
      places: [at('presets/agent.ts', 8, 6), agent],
      overridden: [
        {
          value: 'dumb',
          places: [
            at('presets/base.ts', 4, 11),
            { ...at('presets/agent.ts', 6, 6), preset: 'base' },
            agent,
          ],
        },
      ],
    })
    expect(settings.map(({ path }: { path: string }) => path)).toEqual([
      'name',
      'command',
      'env.A',
      'env.B',
      'env.C',
      'env.HTTPS_PROXY',
      'env.HTTP_PROXY',
      'env.LOG',
      'env.NO_PROXY',
      'env.TERM',
      'env.http_proxy',
      'env.no_proxy',
      'net[0].type',
      'net[0].attachment',
      'net[0].socket',
    ])
    expect(takenOut).toEqual([
      {
        path: 'env.https_proxy',
        places: [at('web.bottle.ts', 17, 4)],
        overridden: [
          {
            value: 'http://proxy.internal:8888',
            places: [{ ...at('presets/agent.ts', 7, 6), preset: 'viaGateway' }, agent],
          },
        ],
      },
    ])
  })

  it('is one document with errors too', () => {
    const { status, stdout, stderr } = explain('bad', '--json')
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ code: 'BW010' }] })
  })
})

describe('what cannot be explained:', () => {
  it('a bottle that is bad, with its diagnostics', () => {
    const { status, stdout, stderr } = explain('bad')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^bottles\/bad\.bottle\.ts:3:16 error BW010: /)
  })

  it('a slug that no bottle has', () => {
    const { status, stdout, stderr } = explain('wbe')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^error BW121: .*"wbe"/)
  })

  it('a path that the bottle does not have', () => {
    expect(explain('web', 'env.TREM')).toEqual({
      status: 64,
      stdout: '',
      stderr: 'error: "web" has no setting "env.TREM"\n(did you mean env.TERM?)\n',
    })
    expect(explain('worker', 'net[0]')).toMatchObject({ status: 64, stdout: '' })
    expect(explain('web', '\u001b[31m').stderr).toBe('error: "web" has no setting "\\u001b[31m"\n')
  })

  it('more than one path, or none at all', () => {
    expect(explain('web', 'env', 'net').status).toBe(64)
    expect(explain()).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("missing required argument 'slug'"),
    })
  })
})

describe('hostile names and values', () => {
  const hostile = makeSharedProject({
    'bottles/loud.bottle.ts': `import { machine } from 'bottleworks'

const red = '\\u001b[31m\\u009b1m\\u202e\\r\\n::error::x'
const preset = { ['a\\u001b[2J']: (builder) => builder.workdir('/a') }['a\\u001b[2J']
Object.defineProperty(preset, 'name', { value: red })
export default machine('loud')
  .use(preset)
  .env({ A: red, B: '\\t' })
  .env({ A: red + '2' })
  .cmd(red, '##[error]y')
  .unset('B')
  .acknowledge('BW036', 'hostile')
`,
  })

  it.each([[[]], [['--json']]])('stay escaped: %j', (options) => {
    const { status, stdout, stderr } = bottle(['explain', 'loud', ...options], {
      cwd: hostile,
      env: { GITHUB_ACTIONS: 'true' },
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]|##\[/)
    for (const line of stdout.split('\n')) expect(line).not.toMatch(/^\s*::/)
    if (options.length === 0)
      expect(stdout).not.toMatch(/[\u0080-\u009f\u2028-\u202e\u2066-\u2069]/)
  })

  it('a file may be called anything', () => {
    const project = makeProject({
      'bottles/odd.bottle.ts': `import { machine } from 'bottleworks'
import { preset } from './\\u001b[31m.ts'
export default machine('odd').use(preset)
`,
      'bottles/\u001b[31m.ts': 'export const preset = (builder) => builder.cpus(2)\n',
    })
    const { status, stdout } = bottle(['explain', 'odd', 'cpus'], { cwd: project })
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `cpus = 2  bottles/\\u001b[31m.ts:1:44 via preset at bottles/odd.bottle.ts:3:31
`,
    })
  })
})
