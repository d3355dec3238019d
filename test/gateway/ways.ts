import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderCompanion } from '../../src/dialects/claude-bottle/companion.ts'
import { companionName } from '../../src/dialects/companion.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, writeProject } from '../support/project.ts'
import type { Trial } from './lab/host.ts'
import { dedicated, elsewhere, network, proxyPorts } from './probes.ts'

/** One way of running gvproxy for a bottle. */
export interface Way {
  readonly name: string
  /** Writes what it needs into a folder of the trial's own. */
  prepare(folder: string): Trial
}

const socketIn = (folder: string) => join(folder, 'claude/gvproxy.sock')

/** gvproxy as it is, started by hand. */
const defaults: Way = {
  name: 'defaults',
  prepare: (folder) => ({
    command: `exec gvproxy -listen-vfkit unixgram://${socketIn(folder)}`,
    socket: socketIn(folder),
  }),
}

/** The name that bottles use, and nothing else. */
const nameAlone: Way = {
  name: 'dns zone only',
  prepare: (folder) =>
    configured(
      folder,
      `interfaces:
  vfkit: unixgram://${socketIn(folder)}
stack:
  dns:
    - records:
        - name: proxy.internal
          ip: ${network.host}
`,
    ),
}

/** gvproxy with a configuration, as who is not confined runs it. */
export function configured(folder: string, text: string): Trial {
  const config = join(folder, 'configuration.yaml')
  writeFileSync(config, text)
  return { command: `exec gvproxy -config ${config}`, socket: socketIn(folder) }
}

/** What the companion of the bottle says whose socket is in `folder`. */
export function companionText(folder: string): string {
  return renderCompanion({ socket: socketIn(folder), address: dedicated })
}

const companion: Way = {
  name: 'companion',
  prepare(folder) {
    const project = synthesize(folder)
    const command = `exec gvproxy -config ${join(project, 'smolfiles/claude', companionName)}`
    return { command, socket: socketIn(folder) }
  },
}

/** gvproxy dials what it does not translate, so it matters where its host is. */
const inNetwork: Way = {
  name: 'companion, the host in its network',
  prepare: (folder) => ({ ...companion.prepare(folder), isInNetwork: true }),
}

/** As `bottle gateway` says, with each proxy at the address that `at` gives. */
function confined(name: string, at: (folder: string, proxy: string, port: number) => string): Way {
  return {
    name,
    prepare(folder) {
      const proxies = Object.entries(proxyPorts).flatMap(([proxy, port]) => [
        `--${proxy}`,
        at(folder, proxy, port),
      ])
      const project = ['--project', synthesize(folder)]
      const command = said(['gateway', 'claude', '--print', 'bwrap', ...project, ...proxies])
      return { command, socket: socketIn(folder) }
    },
  }
}

/** A project in `folder` with its output tree. */
function synthesize(folder: string): string {
  const project = join(folder, 'project')
  const device = `gvproxy('${socketIn(folder)}', { address: '${dedicated}' })`
  writeProject(project, { 'bottles/claude.bottle.ts': bottleSource('claude', `.net(${device})`) })
  said(['synth', '--project', project, '--no-types'])
  return project
}

function said(argv: readonly string[]): string {
  const { status, stdout, stderr } = bottle(argv)
  if (status !== 0) throw new Error(`bottle ${argv.join(' ')} ends with ${status}: ${stderr}`)
  return stdout
}

const bySocket = confined('confined', (folder, proxy) => {
  return `unix:${join(folder, 'proxies', proxy)}.sock`
})

/** From 1.19 on, libkrun has its own end in a folder for temporary files, which gvproxy cannot write. */
const fromElsewhere: Way = {
  name: "confined, the guest's end elsewhere",
  prepare: (folder) => ({
    ...bySocket.prepare(folder),
    ownSocket: join(folder, 'krun-net-1-0.sock'),
  }),
}

export const ways: readonly Way[] = [
  defaults,
  nameAlone,
  companion,
  inNetwork,
  bySocket,
  fromElsewhere,
  confined('confined, proxies at addresses', (_folder, _proxy, port) => `${elsewhere}:${port}`),
]
