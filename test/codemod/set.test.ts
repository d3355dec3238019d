import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { changeSettingIn } from '../../src/codemod/change-setting.ts'
import { openContext } from '../support/context.ts'
import type { Files } from '../support/project.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'

const demo = `import { bottle, gvproxy, viaGateway } from 'bottleworks'
import { quiet } from './presets/quiet.ts'

const size = { COLUMNS: 120 }
const term = 'dumb'

// What the bottle is for.
export default bottle('demo')
  .use(viaGateway()) // all of its traffic
  .use(quiet) // silence
  .command('claude', '--print') // headless
  .env({
    ...size,
    // first
    DEBUG: 1, // on
    TERM: term,
    LANG: 'C', // plain
  }) // variables
  .net(gvproxy('/run/claude-bottle/demo/gvproxy.sock'))
`

const quiet = `import type { BottleBuilder } from 'bottleworks'

export const quiet = (builder: BottleBuilder) => builder.env({ LOG_LEVEL: 'error' })
`

const worker = `import { gib, machine, virtioNet } from 'bottleworks'

export default machine('worker')
  .image('alpine:3.22')
  // reaches
  .net(virtioNet({ allowHosts: ['a.example'], blockPrivate: true }))
  .init('one', 'two')
  .init('three')
  .cpus(2)
  .memory(gib(2)) // enough
  .dev({ volumes: ['.:/work'], env: { LEVEL: 'info' } })
`

const files = {
  'bottles/demo.bottle.ts': demo,
  'bottles/presets/quiet.ts': quiet,
  'bottles/worker.bottle.ts': worker,
}

const project = makeSharedProject(files)
const context = openContext(project)

async function change(slug: string, path: string, words?: readonly string[], more: Files = {}) {
  rmSync(join(project, 'bottles'), { recursive: true })
  writeProject(project, { ...files, ...more })
  const result = await changeSettingIn(context(), { slug, path, ...(words ? { words } : {}) })
  return { ...result, source: readFileSync(join(project, `bottles/${slug}.bottle.ts`), 'utf8') }
}

/** The lines that an edit takes away and puts there. */
function linesChanged(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
  ]
}

describe('setting one thing in a bottle', () => {
  it.each([
    ['env.DEBUG', ['2'], ['- DEBUG: 1, // on', '+ DEBUG: 2, // on']],
    ['env.LANG', ["it's"], ["- LANG: 'C', // plain", '+ LANG: "it\'s", // plain']],
    ['env.NEW', ['true'], ['+ NEW: true,']],
    ['env.not-a-name', ['x'], ["+ 'not-a-name': 'x',"]],
    [
      'command',
      ['sh', '-c', 'exit'],
      ["- .command('claude', '--print') // headless", "+ .command('sh', '-c', 'exit') // headless"],
    ],
    [
      'command[1]',
      ['--help'],
      ["- .command('claude', '--print') // headless", "+ .command('claude', '--help') // headless"],
    ],
    [
      'command[2]',
      ['-x'],
      [
        "- .command('claude', '--print') // headless",
        "+ .command('claude', '--print', '-x') // headless",
      ],
    ],
    [
      'net',
      ['gvproxy:/run/x.sock'],
      ["- .net(gvproxy('/run/claude-bottle/demo/gvproxy.sock'))", "+ .net(gvproxy('/run/x.sock'))"],
    ],
    [
      'net[0].socket',
      ['/run/x.sock'],
      ["- .net(gvproxy('/run/claude-bottle/demo/gvproxy.sock'))", "+ .net(gvproxy('/run/x.sock'))"],
    ],
    ['net[1]', ['gvproxy:/run/y.sock'], ["+ .net(gvproxy('/run/y.sock'))"]],
  ])('changes %s of a bottle to %j and nothing else', async (path, words, lines) => {
    const { ok, edited, diagnostics, source } = await change('demo', path, words)
    expect({ ok, edited, diagnostics }).toEqual({
      ok: true,
      edited: 'bottles/demo.bottle.ts',
      diagnostics: [],
    })
    expect(linesChanged(demo, source)).toEqual(lines)
  })

  it.each([
    ['image', ['alpine:edge'], ["- .image('alpine:3.22')", "+ .image('alpine:edge')"]],
    ['memory', ['512mib'], ['- .memory(gib(2)) // enough', '+ .memory(mib(512)) // enough']],
    ['memory', ['4096'], ['- .memory(gib(2)) // enough', '+ .memory(gib(4)) // enough']],
    ['gpu', ['true'], ['+ .gpu()']],
    ['stop_on_exit', ['false'], ['+ .stopOnExit(false)']],
    ['env.A', ['1'], ['+ .env({ A: 1 })']],
    ['secrets.KEY', ['file:/run/key'], ["+ .secret('KEY', hostFile('/run/key'))"]],
    ['entrypoint', ['sh', '-c'], ["+ .entrypoint('sh', '-c')"]],
    ['cmd', ['["a b", "c"]'], ["+ .cmd('a b', 'c')"]],
    ['init[1]', ['2'], ["- .init('one', 'two')", "+ .init('one', '2')"]],
    ['init[2]', ['3'], ["- .init('three')", "+ .init('3')"]],
    ['init[3]', ['4'], ["- .init('three')", "+ .init('three', '4')"]],
    ['ports', ['8080:80', '9'], ['+ .ports({ host: 8080, guest: 80 }, 9)']],
    ['restart.policy', ['always'], ["+ .restart({ policy: 'always' })"]],
    ['stop_signal', ['SIGINT'], ["+ .stopSignal('SIGINT')"]],
    [
      'network.allow_hosts',
      ['b.example', 'c.example'],
      [
        "- .net(virtioNet({ allowHosts: ['a.example'], blockPrivate: true }))",
        "+ .net(virtioNet({ allowHosts: ['b.example', 'c.example'], blockPrivate: true }))",
      ],
    ],
    [
      'network.allow_hosts[1]',
      ['b.example'],
      [
        "- .net(virtioNet({ allowHosts: ['a.example'], blockPrivate: true }))",
        "+ .net(virtioNet({ allowHosts: ['a.example', 'b.example'], blockPrivate: true }))",
      ],
    ],
    [
      'dev.env.LEVEL',
      ['debug'],
      [
        "- .dev({ volumes: ['.:/work'], env: { LEVEL: 'info' } })",
        "+ .dev({ volumes: ['.:/work'], env: { LEVEL: 'debug' } })",
      ],
    ],
    [
      'dev.ports',
      ['8080'],
      [
        "- .dev({ volumes: ['.:/work'], env: { LEVEL: 'info' } })",
        "+ .dev({ volumes: ['.:/work'], env: { LEVEL: 'info' }, ports: [8080] })",
      ],
    ],
    [
      'net',
      ['tsi:an old tool'],
      [
        "- .net(virtioNet({ allowHosts: ['a.example'], blockPrivate: true }))",
        "+ .net(tsi({ reason: 'an old tool' }))",
      ],
    ],
  ])('changes %s of a machine to %j and nothing else', async (path, words, lines) => {
    const { ok, diagnostics, source } = await change('worker', path, words)
    expect({ ok, diagnostics }).toEqual({ ok: true, diagnostics: [] })
    const body = (text: string) => text.slice(text.indexOf('\n\n'))
    expect(linesChanged(body(worker), body(source))).toEqual(lines)
  })

  it('imports what an edit needs, and no more what nothing needs', async () => {
    const { source } = await change('worker', 'memory', ['512'])
    expect(source.split('\n')[0]).toBe("import { machine, mib, virtioNet } from 'bottleworks'")
  })

  it('begins a network that is closed but for what is allowed', async () => {
    const bare = "import { machine } from 'bottleworks'\n\nexport default machine('bare')\n"
    const more = { 'bottles/bare.bottle.ts': bare }
    const { source } = await change('bare', 'network.allow_hosts', ['a.example'], more)
    expect(source).toBe(`import { machine, virtioNet } from 'bottleworks'

export default machine('bare').net(virtioNet({ allowHosts: ['a.example'] }))
`)
  })

  it('keeps the layout of who lays out in another way', async () => {
    const own = `import { bottle, gvproxy } from "bottleworks";
export default bottle("own")
    .net(gvproxy("/run/own.sock"))
    .env({
        A: "1",   // a
        B: "2"
    });
`
    const more = { 'bottles/own.bottle.ts': own }
    const { source } = await change('own', 'env.C', ['3'], more)
    expect(source).toBe(own.replace('B: "2"', 'B: "2",\n        C: 3'))
    expect((await change('own', 'env.A', undefined, more)).source).toBe(
      own.replace('        A: "1",   // a\n', ''),
    )
  })

  describe('of a gateway', () => {
    const socket = '/run/gate.sock'
    const gate = (device: string) => `import { bottle, gvproxy } from 'bottleworks'

export default bottle('gate').net(${device})
`
    const own = gate(`gvproxy('${socket}', { address: '127.77.0.5' })`)

    it.each([
      ['net[0].address', ['127.77.0.9'], own, own.replace('127.77.0.5', '127.77.0.9')],
      ['net[0].address', ['127.77.0.5'], gate(`gvproxy('${socket}')`), own],
      ['net[0].address', undefined, own, gate(`gvproxy('${socket}')`)],
      ['net[0].socket', ['/run/x.sock'], own, own.replace(socket, '/run/x.sock')],
      ['net', ['gvproxy:/run/x.sock'], own, own.replace(socket, '/run/x.sock')],
      ['net[0]', ['gvproxy:/run/x.sock'], own, own.replace(socket, '/run/x.sock')],
    ])(
      'changes %s to %j, and leaves the rest of the device',
      async (path, words, before, after) => {
        const { ok, source } = await change('gate', path, words, {
          'bottles/gate.bottle.ts': before,
        })
        expect({ ok, source }).toEqual({ ok: true, source: after })
      },
    )

    it('writes no address that comes from the configuration', async () => {
      const config = 'bottleworks.config.json'
      writeProject(project, { [config]: '{ "gatewayAddresses": "127.77.0.0/16" }' })
      onTestFinished(() => rmSync(join(project, config)))
      const before = gate(`gvproxy('${socket}')`)
      const more = { 'bottles/gate.bottle.ts': before }
      const { ok, source } = await change('gate', 'net', ['gvproxy:/run/x.sock'], more)
      expect({ ok, source }).toEqual({ ok: true, source: before.replace(socket, '/run/x.sock') })
    })

    it.each(['127.0.0.1', '192.168.1.5', 'localhost'])(
      'refuses the address %s',
      async (address) => {
        const more = { 'bottles/gate.bottle.ts': own }
        const { ok, diagnostics, source } = await change('gate', 'net[0].address', [address], more)
        expect([ok, source]).toEqual([false, own])
        expect(diagnostics.map(({ code }) => code)).toContain('BW014')
      },
    )
  })

  it('does nothing when the setting is already so', async () => {
    const { ok, edited, source } = await change('worker', 'cpus', ['2'])
    expect({ ok, edited, source }).toEqual({ ok: true, edited: undefined, source: worker })
  })

  it('keeps the permissions of the file', async () => {
    writeProject(project, files)
    const path = join(project, 'bottles/worker.bottle.ts')
    chmodSync(path, 0o640)
    await changeSettingIn(context(), { slug: 'worker', path: 'cpus', words: ['3'] })
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })
})

describe('taking one setting out of a bottle', () => {
  it.each([
    ['demo', 'env.DEBUG', ['- // first', '- DEBUG: 1, // on']],
    ['demo', 'env.LANG', ["- LANG: 'C', // plain"]],
    ['demo', 'command', ["- .command('claude', '--print') // headless"]],
    [
      'demo',
      'command[1]',
      ["- .command('claude', '--print') // headless", "+ .command('claude') // headless"],
    ],
    ['worker', 'cpus', ['- .cpus(2)']],
    ['worker', 'init[2]', ["- .init('three')"]],
    ['worker', 'init[0]', ["- .init('one', 'two')", "+ .init('two')"]],
    [
      'worker',
      'dev.env.LEVEL',
      [
        "- .dev({ volumes: ['.:/work'], env: { LEVEL: 'info' } })",
        "+ .dev({ volumes: ['.:/work'] })",
      ],
    ],
    [
      'worker',
      'network.block_private',
      [
        "- .net(virtioNet({ allowHosts: ['a.example'], blockPrivate: true }))",
        "+ .net(virtioNet({ allowHosts: ['a.example'] }))",
      ],
    ],
  ])('takes from %s what sets %s', async (slug, path, lines) => {
    const { ok, diagnostics, source } = await change(slug, path)
    expect({ ok, diagnostics }).toEqual({ ok: true, diagnostics: [] })
    const before = slug === 'demo' ? demo : worker
    const body = (text: string) => text.slice(text.indexOf('\n\n'))
    expect(linesChanged(body(before), body(source))).toEqual(lines)
  })
})

describe('what cannot be set by command', () => {
  it.each([
    ['env.HTTP_PROXY', 'BW134', 'bottles/demo.bottle.ts:9:4'],
    ['env.LOG_LEVEL', 'BW134', 'bottles/presets/quiet.ts:3:58'],
    ['env.COLUMNS', 'BW134', 'bottles/demo.bottle.ts:12:4'],
    ['env.TERM', 'BW134', 'bottles/demo.bottle.ts:16:5'],
  ])('refuses %s, and says where it is made', async (path, code, place) => {
    for (const words of [['x'], undefined]) {
      const { ok, diagnostics, source } = await change('demo', path, words)
      const told = diagnostics.map(
        ({ code, origin }) => `${code} ${origin?.file}:${origin?.line}:${origin?.column}`,
      )
      expect({ ok, told, source }).toEqual({ ok: false, told: [`${code} ${place}`], source: demo })
    }
  })

  it('refuses a list that several calls make, and says so', async () => {
    const { diagnostics } = await change('worker', 'init', ['x'])
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "init is not set directly in the bottle's own calls: several calls add to it; name one element",
    ])
  })

  it('refuses a value that the rules refuse, at its place in the edited file', async () => {
    const { ok, diagnostics, source } = await change('worker', 'cpus', ['0'])
    expect(ok).toBe(false)
    expect(diagnostics.map(({ code, origin }) => [code, origin?.line])).toEqual([['BW041', 9]])
    expect(source).toBe(worker)
  })

  it('refuses what a later call would undo', async () => {
    const undone = `import { bottle, gvproxy } from 'bottleworks'

export default bottle('undone').net(gvproxy('/run/undone.sock')).env({ A: 1 }).unset('A')
`
    const more = { 'bottles/undone.bottle.ts': undone }
    const { diagnostics, source } = await change('undone', 'env.A', ['2'], more)
    expect(diagnostics.map(({ code }) => code)).toEqual(['BW134'])
    expect(source).toBe(undone)
  })

  it('refuses a socket that another bottle has', async () => {
    const taken = demo
      .replaceAll('demo', 'other')
      .replace("import { quiet } from './presets/quiet.ts'\n", '')
    const other = taken.replace('  .use(quiet) // silence\n', '')
    const more = { 'bottles/other.bottle.ts': other }
    const socket = 'gvproxy:/run/claude-bottle/other/gvproxy.sock'
    const { diagnostics, source } = await change('demo', 'net', [socket], more)
    expect(diagnostics.map(({ code }) => code)).toEqual(['BW013'])
    expect(source).toBe(demo)
  })

  it.each([
    ['demo', 'evn.X', 'unknown setting "evn.X"', 'there are command, env, net'],
    ['demo', 'name', 'unknown setting "name"', 'there are command, env, net'],
    ['demo', 'env', 'env is set by name', 'such as env.DEBUG'],
    ['demo', 'net', 'net[0] is "x"; it must be gvproxy: and the path of a socket', undefined],
    ['worker', 'memroy', 'unknown setting "memroy"', 'did you mean memory?'],
    ['worker', 'dev.prots', 'unknown setting "dev.prots"', 'did you mean dev.ports?'],
    ['worker', 'cpus', 'cpus is "x"; it must be a whole number', undefined],
    ['worker', 'gpu', 'gpu is "x"; it must be true or false', undefined],
    ['worker', 'net', 'net is "x"; it must be virtio-net, or tsi: and a reason', undefined],
    ['worker', 'net_backend', 'net_backend is set with net', 'such as net virtio-net'],
    ['worker', 'init[7]', 'init[7] does not exist: the list has 3 elements', undefined],
    [
      'worker',
      'secrets.KEY',
      'secrets.KEY must be a reference to where the secret is',
      'such as env:PGPASSWORD, file:/run/secrets/key or keychain:service',
    ],
  ])('says what is wrong with %s %s', async (slug, path, message, hint) => {
    await expect(change(slug, path, ['x'])).rejects.toMatchObject({ message, hint })
  })
})
