import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/context.ts'
import { makeSharedProject, writeProject } from '../support/project.ts'

const project = makeSharedProject()
const context = openContext(project)

const policy = `import { policy } from 'bottleworks/policy'

export default policy('acme/all', { severity: 'warning' }, ({ bottle, report }) => {
  const { network, ...lists } = bottle.reach
  report(network, 'network ' + network.what)
  for (const [name, parts] of Object.entries(lists))
    for (const part of parts) report(part, name + ' ' + part.what)
})
`

/** What a policy reports of a bottle's reach, as `path what`, with the text of the place. */
async function reported(calls: string, of = "machine('web').image('/a.tar').user('1000')") {
  rmSync(join(project, 'bottles'), { recursive: true, force: true })
  const source = `import { bottle, gvproxy, hostEnv, machine, tsi, virtioNet } from 'bottleworks'\n\nexport default ${of}${calls}\n`
  writeProject(project, {
    'bottles/web.bottle.ts': source,
    'policies/all.policy.ts': policy,
  })
  const { diagnostics } = await context().plan({ types: false })
  const lines = source.split('\n')
  return diagnostics
    .filter(({ code }) => code === 'acme/all')
    .map(({ path, message, origin }) => {
      const text = lines[(origin?.line ?? 1) - 1]?.slice((origin?.column ?? 1) - 1) ?? ''
      return { path: path ?? '', message, at: text.slice(0, 24) }
    })
}

/** The settings at which a part is reported, each once. */
async function placesOf(part: string, calls: string, of?: string): Promise<readonly string[]> {
  const all = await reported(calls, of)
  const own = all.filter(({ message }) => message.startsWith(`${part} `))
  return [...new Set(own.map(({ path }) => path))].sort()
}

const net = (given: string) => `.net(virtioNet({ ${given} }))`
const plain = "bottle('web')"
const socket = (more = '') => `.net(gvproxy('/run/web.sock'${more}))`

describe('each part of reach is reported at the setting that grants it', () => {
  it.each([
    ['network', net("open: 'why'"), ['net']],
    ['network', ".net(tsi({ reason: 'why' }))", ['net']],
    ['network', '.ports({ host: 8080, guest: 80 })', ['ports']],
    ['loopback', net("open: 'why'"), ['net']],
    ['loopback', ".net(tsi({ reason: 'why' }))", ['net']],
    [
      'loopback',
      net("allowCidrs: ['192.0.2.0/24', '100.64.0.0/10', '127.0.0.0/8']"),
      ['network.allow_cidrs[1]', 'network.allow_cidrs[2]'],
    ],
    [
      'loopback',
      net("allowHosts: ['a.org', 'b.org'], blockPrivate: false"),
      ['network.allow_hosts[0]'],
    ],
    [
      'loopback',
      net(
        "allowCidrs: ['192.0.2.0/24'], allowUdp: ['192.0.2.1:53', '127.0.0.1:53', '127.0.0.1:54']",
      ),
      ['network.allow_udp[1]', 'network.allow_udp[2]'],
    ],
    [
      'addresses',
      net("allowCidrs: ['192.0.2.0/24'], allowPrivate: ['10.0.0.0/24']"),
      ['network.allow_cidrs[0]', 'network.allow_private[0]'],
    ],
    [
      'addresses',
      net(
        "allowHosts: ['a.org'], allowUdp: ['198.51.100.7:53', '198.51.100.7:123', '198.51.100.8']",
      ),
      ['network.allow_udp[0]', 'network.allow_udp[1]', 'network.allow_udp[2]'],
    ],
    [
      'hosts',
      net("allowHosts: ['a.org', 'b.org'], allowHostPatterns: ['*.c.org']"),
      ['network.allow_host_patterns[0]', 'network.allow_hosts[0]', 'network.allow_hosts[1]'],
    ],
    [
      'dns',
      net("allowHosts: ['a.org', 'b.org']"),
      ['network.allow_hosts[0]', 'network.allow_hosts[1]'],
    ],
    ['dns', net("allowCidrs: ['192.0.2.0/24']"), ['net']],
    ['files', ".volumes('/srv/a:/a', '/srv/b:/b:ro')", ['volumes[0]', 'volumes[1]']],
    ['files', ".dev({ volumes: ['/srv/a:/a'] })", ['dev.volumes[0]', 'image']],
    [
      'published',
      '.ports({ host: 90, guest: 80 }, { host: 91, guest: 81 })',
      ['ports[0]', 'ports[1]'],
    ],
    ['secrets', ".secret('API_KEY', hostEnv('API_KEY'))", ['secrets.API_KEY']],
    ['devices', '.gpu()', ['gpu']],
    ['user', ".user('root')", ['user']],
    ['image', ".image('alpine:3')", ['image']],
  ])('%s of a machine with %s', async (part, calls, places) => {
    const found = await placesOf(part, calls)
    // What is in an archive of the host is read, whatever else is.
    expect(
      found.filter((path) => part !== 'files' || path !== 'image' || places.includes(path)),
    ).toEqual(places)
  })

  it.each([
    ['network', socket(), ['net[0].socket']],
    ['loopback', socket(), ['net[0].socket']],
    ['addresses', socket(), ['net[0].socket']],
    ['gateway', socket(", { address: '127.77.0.2' }"), ['net[0]', 'net[0].address']],
    ['hosts', socket(", { address: '127.77.0.2' }"), ['net[0].socket']],
    ['agent', socket(), ['net[0].socket']],
  ])('%s of a bottle with %s', async (part, calls, places) => {
    expect(await placesOf(part, calls, plain)).toEqual(places)
  })

  it('and each port of UDP at its own entry', async () => {
    const all = await reported(
      net("allowHosts: ['a.org'], allowUdp: ['198.51.100.7:53', '198.51.100.7:123']"),
    )
    const own = all.filter(({ message }) => message.startsWith('addresses udp 198'))
    expect(own.map(({ path, message }) => `${path} ${message}`).sort()).toEqual([
      'network.allow_udp[0] addresses udp 198.51.100.7:53',
      'network.allow_udp[1] addresses udp 198.51.100.7:123',
    ])
  })

  it('in the source as well', async () => {
    const all = await reported(`.gpu()\n  ${net("allowCidrs: ['100.64.0.0/10']")}`)
    const at = (part: string) => all.find(({ message }) => message.startsWith(part))?.at
    expect(at('devices')).toMatch(/^gpu\(/)
    expect(at('loopback')).toMatch(/^net\(/)
  })
})
