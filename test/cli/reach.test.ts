import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit, initRepository } from '../review/repository.ts'
import { bottle } from '../support/command.ts'
import { machineSource } from '../support/machine-source.ts'
import { bottleSource, makeProject, makeSharedProject, writeProject } from '../support/project.ts'

const full = machineSource(
  'full',
  `.net(
    virtioNet({
      allowHosts: ['api.example.com', 'example.org'],
      allowPrivate: ['10.20.0.0/16'],
      allowUdp: ['203.0.113.9:7001-7002'],
      denyCidrs: ['0.0.0.0/8', '127.0.0.0/8', '::/127'],
      credentials: [
        { name: 'k', environmentVariable: 'KEY', allowedHosts: ['api.example.com'], methods: ['GET', 'POST'] },
      ],
    }),
  )
  .ports({ host: [9000, 9002], guest: [90, 92] })
  .dev({ volumes: ['/srv/in:/in:ro', '/srv/out:/out'] })
  .secret('KEY', hostFile('/run/key'))
  .user('root')`,
)

describe('reach', () => {
  const project = makeSharedProject({
    'bottles/presets/noisy.ts': `import type { MachineBuilder } from 'bottleworks'
export const noisy = (builder: MachineBuilder) =>
  builder.dev({ volumes: ['/srv/logs:/logs'] })
`,
    'bottles/closed.bottle.ts': machineSource('closed'),
    'bottles/open.bottle.ts': bottleSource('open'),
    'bottles/preset.bottle.ts': `import { noisy } from './presets/noisy.ts'\n${machineSource('preset', '.use(noisy)')}`,
  })
  const reach = (...argv: readonly string[]) => bottle(['reach', ...argv], { cwd: project })

  it('shows what each bottle can get at, with the places that grant it', () => {
    expect(reach()).toEqual({
      status: 0,
      stderr: '',
      stdout: `closed  smolvm · bottles/closed.bottle.ts
  none of        network, host loopback, IPv4, IPv6, names, DNS, gateway,
                 published, files, secrets, credentials, devices, agents,
                 variables, root, image

open  claude-bottle · bottles/open.bottle.ts
  network        gvproxy; by its default, gvproxy reaches whatever its host
                 reaches                                bottles/open.bottle.ts:4
  host loopback  TCP and UDP                            bottles/open.bottle.ts:4
  IPv4           TCP and UDP: every IPv4 address        bottles/open.bottle.ts:4
  IPv6           TCP and UDP: every IPv6 address        bottles/open.bottle.ts:4
  DNS            any name                               bottles/open.bottle.ts:4
  gateway        /run/open.sock, by unixgram of virtio-net, the host's own
                 127.0.0.1, at 192.168.127.254 by gvproxy's default
                                                        bottles/open.bottle.ts:4
  agents         gvproxy's own interface, which opens ports of the host,
                 gvproxy's own interface, which replaces files below /
                                                        bottles/open.bottle.ts:4
  root           depends: the image says who runs
  none of        names, published, files, secrets, credentials, devices,
                 variables, image

preset  smolvm · bottles/preset.bottle.ts
  files          read, write /srv/logs                bottles/presets/noisy.ts:3
  none of        network, host loopback, IPv4, IPv6, names, DNS, gateway,
                 published, secrets, credentials, devices, agents, variables,
                 root, image
`,
    })
  })

  it('shows the bottles that are named alone', () => {
    expect(reach('preset', 'closed', 'preset').stdout.match(/^\S+(?= {2})/gm)).toEqual([
      'closed',
      'preset',
    ])
    const { status, stderr } = reach('opne')
    expect(status).toBe(1)
    expect(stderr).toContain('did you mean "open"?')
  })

  it('has no line of more than 80 columns but by a word that is longer', () => {
    const wide = makeProject({ 'bottles/full.bottle.ts': full })
    const { status, stdout } = bottle(['reach'], { cwd: wide })
    expect(status).toBe(0)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(stdout).toContain('published      tcp 9000-9002 to 90-92')
    expect(stdout).toContain(
      'credentials    KEY to api.example.com by GET, POST in its headers, of',
    )
    expect(stdout).toContain('IPv4           TCP and UDP: 10.20.0.0/16')
    expect(stdout).toContain('IPv4           UDP: 203.0.113.9:7001-7002')
    expect(stdout).toContain('files          read /srv/in, read, write /srv/out')
    expect(stdout).toContain('root           yes')
    expect(stdout).not.toContain('host loopback  ')
  })

  it('is one JSON document with --json', () => {
    const { stdout, stderr } = reach('preset', '--json')
    const by = [{ path: 'dev.volumes', file: 'bottles/presets/noisy.ts', line: 3, column: 11 }]
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      assumes: [],
      bottles: [
        {
          slug: 'preset',
          dialect: 'smolvm',
          source: 'bottles/preset.bottle.ts',
          reach: [
            { part: 'network', what: 'none', by: [] },
            { part: 'files', what: 'read /srv/logs', by: [{ ...by[0], path: 'dev.volumes[0]' }] },
            { part: 'files', what: 'write /srv/logs', by: [{ ...by[0], path: 'dev.volumes[0]' }] },
          ],
        },
      ],
      diagnostics: [],
    })
  })

  it('has what is of one part together, of a confined gvproxy too', () => {
    const confined = makeProject({
      'bottles/a.bottle.ts': bottleSource(
        'a',
        ".net(gvproxy('/run/a/gvproxy.sock', { address: '127.77.0.5' }))",
      ),
    })
    const { stdout } = bottle(['reach', '--json'], { cwd: confined })
    const items: readonly { readonly part: string }[] = JSON.parse(stdout).bottles[0].reach
    const starts = items.map(({ part }) => part).filter((part, at, all) => part !== all[at - 1])
    expect(starts).toEqual([...new Set(starts)])
    expect(starts).toContain('agent')
  })

  it('prints a document and exits with 1 on errors', () => {
    const bad = makeProject({
      'bottles/good.bottle.ts': machineSource('good'),
      'bottles/bad.bottle.ts': bottleSource(
        'bad',
        ".net(gvproxy('bad.sock', { address: '127.77.0.5' }))",
      ),
    })
    const { status, stdout } = bottle(['reach', '--json'], { cwd: bad })
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      bottles: [{ slug: 'good' }],
      diagnostics: [{ code: 'BW011' }],
    })
  })

  it('escapes what is hostile in paths', () => {
    const hostile = makeProject({
      'bottles/a.bottle.ts': machineSource('a', ".dev({ volumes: ['/srv/\\u202e##[error]:/in'] })"),
    })
    for (const json of [[], ['--json']]) {
      const { status, stdout } = bottle(['reach', ...json], { cwd: hostile })
      expect(status).toBe(0)
      expect(stdout).toContain('\\u202e')
      expect(stdout).not.toMatch(/\u202e|##\[/)
    }
  })
})

describe('reach --base', () => {
  const project = makeSharedProject({
    'bottles/same.bottle.ts': machineSource('same', ".dev({ volumes: ['/srv/a:/a'] })"),
    'bottles/more.bottle.ts': machineSource('more', ".dev({ volumes: ['/srv/a:/a:ro'] })"),
    'bottles/old.bottle.ts': machineSource('old', ".dev({ volumes: ['/srv/b:/b:ro'] })"),
    'bottles/gone.bottle.ts': machineSource('gone', ".dev({ volumes: ['/srv/g:/g:ro'] })"),
    'ceiling.json': '{ "files": ["write /srv/a", "read /srv"] }',
  })
  bottle(['synth', '--project', project, '--no-types'])
  initRepository(project)
  commit(project)
  rmSync(join(project, 'bottles/gone.bottle.ts'))
  writeProject(project, {
    'bottles/more.bottle.ts': machineSource('more', ".dev({ volumes: ['/srv:/a'] })"),
    'bottles/new.bottle.ts': machineSource('new', ".dev({ volumes: ['/srv/b:/b:ro'] })"),
    'bottles/old.bottle.ts': 'export default 1',
    'ceiling.json': '{ "files": true }',
  })
  const reach = (...argv: readonly string[]) =>
    bottle(['reach', '--base', 'main', ...argv], { cwd: project })

  it('says what was gained and lost, and counts the rest', () => {
    const { stdout, stderr, status } = reach()
    expect(stderr).toContain('bottles/old.bottle.ts')
    expect(status).toBe(1)
    expect(stdout.split('\n').slice(1).join('\n')).toBe(`gone  removed · smolvm
  - files        read /srv/g

more  smolvm · bottles/more.bottle.ts
  + files        read, write /srv                       bottles/more.bottle.ts:4
  - files        read /srv/a

new  added · smolvm · bottles/new.bottle.ts
  + files        read /srv/b                             bottles/new.bottle.ts:4

1 bottle with the reach of before, 3 with another
`)
    expect(stdout).toMatch(/^compared with "main", commit [0-9a-f]{40}, of the repository /)
  })

  it('finds bottles that have another slug', () => {
    writeProject(project, { 'bottles/old.bottle.ts': machineSource('old') })
    const renamed = makeProject({ 'bottles/one.bottle.ts': full.replaceAll("'full'", "'one'") })
    bottle(['synth', '--project', renamed, '--no-types'])
    initRepository(renamed)
    commit(renamed)
    rmSync(join(renamed, 'bottles/one.bottle.ts'))
    writeProject(renamed, { 'bottles/two.bottle.ts': full.replaceAll("'full'", "'two'") })
    const { stdout } = bottle(['reach', '--base', 'main', '--json'], { cwd: renamed })
    expect(JSON.parse(stdout).bottles).toMatchObject([
      { slug: 'two', state: 'renamed', from: 'one', gained: [], lost: [] },
    ])
  })

  it('has the ceiling of the base, whatever the branch makes of it', () => {
    const within = ['--within', 'ceiling.json']
    const { status, stdout } = reach('more', ...within)
    expect(status).toBe(2)
    expect(stdout).toContain(`more  smolvm · bottles/more.bottle.ts
  ! files        write /srv                             bottles/more.bottle.ts:4
`)
    expect(bottle(['reach', 'more', ...within], { cwd: project }).status).toBe(0)
    const json = reach('more', ...within, '--json')
    expect(json.status).toBe(2)
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      base: { ref: 'main' },
      bottles: [{ slug: 'more', gained: [{}, {}], lost: [{}], above: [{ what: 'write /srv' }] }],
    })
  })

  it('reads the ceiling of the base by its path from the project', () => {
    const argv = ['reach', 'more', '--base', 'main', '--within', '../ceiling.json']
    expect(bottle(argv, { cwd: join(project, 'bottles') }).status).toBe(2)
    const link = makeProject()
    symlinkSync(project, join(link, 'here'))
    const file = join(link, 'here/ceiling.json')
    const named = ['reach', 'more', '--project', project, '--base', 'main', '--within', file]
    expect(bottle(named, { cwd: link }).status).toBe(1)
  })

  it('is an error where the base has no such ceiling, or no such commit', () => {
    writeProject(project, { 'own.json': '{ "files": true }' })
    const none = reach('more', '--within', 'own.json')
    expect(none.status).toBe(1)
    expect(none.stderr).toContain('error BW140: "main:own.json" is no file of text')
    const json = bottle(['reach', '--base', 'nope', '--json'], { cwd: project })
    expect(json.status).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, diagnostics: [{ code: 'BW140' }] })
  })

  it('takes a repository with a base alone', () => {
    expect(bottle(['reach', '--repository', '.'], { cwd: project })).toEqual({
      status: 64,
      stdout: '',
      stderr: 'error: --repository says where --base is, so it needs one\n',
    })
  })
})

describe('reach --within', () => {
  const project = makeSharedProject({
    'bottles/one.bottle.ts': machineSource('one', ".dev({ volumes: ['/srv/a:/a:ro'] })"),
    'bottles/two.bottle.ts': machineSource('two'),
    'good.json': '{ "files": ["read /srv"] }',
    'none.json': '{}',
    'bad.json': '{\n  "flies": true\n}',
  })
  const within = (file: string, ...argv: readonly string[]) =>
    bottle(['reach', '--within', file, ...argv], { cwd: project })

  it('exits with 0 when nothing is above the ceiling', () => {
    expect(within('good.json')).toEqual({
      status: 0,
      stderr: '',
      stdout: '2 bottles within the ceiling "good.json", 0 above it\n',
    })
  })

  it('exits with 2 on what is', () => {
    expect(within('none.json')).toEqual({
      status: 2,
      stderr: '',
      stdout: `one  smolvm · bottles/one.bottle.ts
  ! files        read /srv/a                             bottles/one.bottle.ts:4

1 bottle within the ceiling "none.json", 1 above it
`,
    })
  })

  it('names its places from the project, wherever the command runs', () => {
    const inside = bottle(['reach', '--within', '../bad.json'], { cwd: join(project, 'bottles') })
    expect(inside.stderr).toContain('bad.json:2:3 error BW154')
    expect(inside.stderr).not.toContain('../bad.json:2:3')
  })

  it('exits with 1 on a ceiling that is wrong or not there', () => {
    expect(within('bad.json')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `bad.json:2:3 error BW154: there is no key "flies"
     2 │   "flies": true
       │   ^
  hint: did you mean files?
1 error
`,
    })
    expect(within('nowhere.json').stderr).toContain(
      'the ceiling "nowhere.json" cannot be read: it does not exist',
    )
    expect(JSON.parse(within('bad.json', '--json').stdout)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'BW154', line: 2 }],
    })
  })
})
