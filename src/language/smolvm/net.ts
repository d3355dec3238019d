import { recordTable } from '../kinds.ts'
import type { VirtioNetOptions } from './options.ts'
import { settings } from './settings.ts'

/** A network interface of the guest's own: what `.net()` takes. */
export interface VirtioNetDevice {
  readonly kind: 'virtio-net'
  readonly network: Readonly<Record<string, unknown>>
}

/** The guest's sockets on the host: what `.net()` takes. */
export interface TsiNetwork {
  readonly kind: 'tsi'
  readonly reason: string
}

/** The argument of `.net()` of a machine. */
export type MachineNetwork = VirtioNetDevice | TsiNetwork | RawNetwork

/** The three keys of a Smolfile's network, each as it is to stand there. */
export interface RawNetOptions extends VirtioNetOptions {
  /** Absent: smolvm's default, which is on with an egress policy and off without. */
  readonly net?: boolean
  /** Absent: smolvm's choice, which is virtio-net with ports or an egress policy, and else TSI. */
  readonly backend?: 'virtio-net' | 'tsi'
}

/** Keys of the network that were chosen one by one: what `.net()` takes. */
export interface RawNetwork {
  readonly kind: 'raw'
  readonly net?: boolean
  readonly net_backend?: string
  readonly network?: Readonly<Record<string, unknown>>
}

/**
 * A network interface of the guest's own, filtered on the host's side: what `.net()` takes.
 *
 * A host with a port or a scheme is BW049, an address range that is none BW050, a malformed
 * credential BW058. A range of all addresses is warned of (BW063).
 *
 * @example
 * ```ts
 * export default machine('filtered').net(
 *   virtioNet({ allowHosts: ['pypi.org'], allowHostPatterns: ['*.pythonhosted.org'] }),
 * )
 * ```
 * ```toml
 * net = true
 * net_backend = "virtio-net"
 * [network]
 * allow_hosts = ["pypi.org"]
 * allow_host_patterns = ["*.pythonhosted.org"]
 * ```
 */
export function virtioNet(options: VirtioNetOptions = {}): VirtioNetDevice {
  return Object.freeze({ kind: 'virtio-net', network: recordTable(settings.network.rows, options) })
}

/**
 * The network without an interface: smolvm executes the guest's sockets on the host, so the guest
 * may reach the host's own services, and no egress policy is enforced. That is a warning (BW060),
 * which `reason` acknowledges: it stands in the source, for whoever reviews it.
 *
 * Ports need an interface (BW056); an empty reason is BW034.
 *
 * @example
 * ```ts
 * export default machine('through-the-host')
 *   .image('alpine:3.20')
 *   .net(tsi({ reason: 'builds offline but for the package mirror on this host' }))
 * ```
 * ```toml
 * net = true
 * net_backend = "tsi"
 * ```
 */
export function tsi(options: { readonly reason: string }): TsiNetwork {
  return Object.freeze({ kind: 'tsi', reason: options.reason })
}

/**
 * The network's keys as they are to stand in the Smolfile, for what `virtioNet()` and `tsi()` do
 * not say: they always name the backend, which smolvm knows only since 2026-09. It is what
 * `bottle import` writes for `net = true` alone.
 *
 * Without a backend smolvm chooses TSI where there are neither ports nor an egress policy, which is
 * the warning BW060; keys that contradict each other are BW056 or BW057.
 *
 * @example
 * ```ts
 * export default machine('for-an-older-smolvm').net(
 *   rawNet({ net: true, allowHosts: ['pypi.org'] }),
 * )
 * ```
 * ```toml
 * net = true
 * [network]
 * allow_hosts = ["pypi.org"]
 * ```
 */
export function rawNet(options: RawNetOptions): RawNetwork {
  const { net, backend, ...policy } = options
  return Object.freeze({
    kind: 'raw',
    ...(net === undefined ? {} : { net }),
    ...(backend === undefined ? {} : { net_backend: backend }),
    network: recordTable(settings.network.rows, policy),
  })
}
