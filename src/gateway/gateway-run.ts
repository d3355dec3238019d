import { dirname } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import { gatewayServices } from '../dialects/gateway-urls.ts'
import { refusePath } from './plain-path.ts'
import type { ProxyAddress } from './proxy-address.ts'
import type { Refusal } from './refusal.ts'
import type { SocketPlace } from './socket-folder.ts'
import { isWithin, refuseFolder } from './socket-folder.ts'

/** The proxies of the gateway, by their names. */
export type Proxies = ReadonlyMap<string, ProxyAddress>

/** All that is needed to run one bottle's gvproxy. */
export interface GatewayRun {
  readonly slug: string
  readonly socket: string
  /** The companion, which configures gvproxy. */
  readonly configuration: string
  /** The loopback address that the bottle's proxies have. */
  readonly address: string
  readonly proxies: Proxies
}

/** The services of the gateway by their names, with the ports that bottles know. */
export const servicePorts: ReadonlyMap<string, number> = new Map(
  [...gatewayServices].map(([port, name]) => [name, port]),
)

/** All that stands against running a gateway like this, and handing its folder to gvproxy. */
export function refuseRun(run: GatewayRun, place: SocketPlace): readonly Refusal[] {
  const { socket, configuration, proxies } = run
  const paths = [
    refusePath('the socket', socket),
    refusePath('the configuration of gvproxy', configuration),
  ]
  const within = [...proxies].map(([name, proxy]) => refuseProxy(name, proxy, dirname(socket)))
  const hidden = refuseHidden('the configuration of gvproxy', configuration)
  return [...paths, hidden, refuseFolder(place), ...within].filter((each) => each !== undefined)
}

function refuseProxy(name: string, proxy: ProxyAddress, folder: string): Refusal | undefined {
  if (!('unix' in proxy)) return undefined
  if (!isWithin(proxy.unix, folder)) return refuseHidden(`the socket of --${name}`, proxy.unix)
  return {
    message: `the socket of --${name} is in ${quotePath(folder)}, where the guest can have gvproxy replace it`,
    hint: 'put it in another folder',
  }
}

/** gvproxy has folders of its own in the place of these. */
function refuseHidden(what: string, path: string): Refusal | undefined {
  const folder = ['/dev', '/proc'].find((each) => isWithin(path, each))
  if (folder === undefined) return undefined
  return {
    message: `${what} is ${quotePath(path)}; gvproxy runs with a ${folder} of its own`,
    hint: `put it outside of ${folder}`,
  }
}
