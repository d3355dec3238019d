import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bwrapCommand } from '../../src/gateway/bwrap-command.ts'
import { servicePorts } from '../../src/gateway/gateway-run.ts'
import type { ProxyAddress } from '../../src/gateway/proxy-address.ts'
import type { Trial } from './lab/host.ts'
import { dedicated, elsewhere, network } from './probes.ts'

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

/** What a bottle's companion says, for its socket in `folder`. */
export function companionText(folder: string): string {
  return `interfaces:
  vfkit: unixgram://${socketIn(folder)}
stack:
  mtu: 1500
  subnet: 192.168.127.0/24
  gatewayIP: 192.168.127.1
  gatewayVirtualIPs:
    - 192.168.127.253
  nat:
    192.168.127.253: ${dedicated}
  dns:
    - records:
        - name: proxy.internal
          ip: 192.168.127.253
`
}

const companion: Way = {
  name: 'companion',
  prepare: (folder) => configured(folder, companionText(folder)),
}

const socketProxies: Proxies = (folder) => (name) => ({
  unix: join(folder, 'proxies', `${name}.sock`),
})
const addressProxies: Proxies = () => (_name, port) => ({ host: elsewhere, port })

type Proxies = (folder: string) => (name: string, port: number) => ProxyAddress

function confined(name: string, proxies: Proxies): Way {
  const prepare = (folder: string) => {
    const configuration = join(folder, 'configuration.yaml')
    writeFileSync(configuration, companionText(folder))
    const all = [...servicePorts].map(
      ([each, port]) => [each, proxies(folder)(each, port)] as const,
    )
    const run = {
      slug: 'claude',
      socket: socketIn(folder),
      configuration,
      address: dedicated,
      proxies: new Map(all),
    }
    return { command: bwrapCommand(run), socket: socketIn(folder) }
  }
  return { name, prepare }
}

export const ways: readonly Way[] = [
  defaults,
  nameAlone,
  companion,
  confined('companion, confined', socketProxies),
  confined('companion, confined, proxies at addresses', addressProxies),
]
