import { recordTable } from '../kinds.ts'
import type { VirtioNetOptions } from './options.ts'
import { settings } from './settings.ts'

/** A network interface of the guest's own: what `.net()` takes. */
export interface VirtioNetDevice {
  readonly kind: 'virtio-net'
  readonly network: Readonly<Record<string, unknown>>
  readonly open?: string
}

/** A network that every host is open to: what narrows it is what it cannot have. */
export interface OpenNetOptions
  extends Pick<VirtioNetOptions, 'denyCidrs' | 'allowUdp' | 'credentials'> {
  /** Why everything is open; it acknowledges BW081. Empty is BW034. */
  readonly open: string
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
 * Private addresses and the host's own services are closed, also to names that answer them:
 * `block_private = true` is written, unless `allowCidrs` alone says what is open. `allowPrivate` opens
 * private ranges again, `blockPrivate: false` opens all of them and the host's loopback with them
 * (BW082), and `open: 'why'` opens every host.
 *
 * A host with a port or a scheme is BW049, an address range that is none BW050, a UDP range BW068, a
 * malformed credential BW058; private `allowCidrs` beside names need `allowPrivate` (BW087). Warned of
 * are ranges of all addresses (BW063), of the host's loopback (BW083) or without a name beside them
 * (BW084), and whole top-level domains (BW085).
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
 * block_private = true
 * ```
 */
export function virtioNet(options?: VirtioNetOptions): VirtioNetDevice
/**
 * A network without a policy: every host is open, and the host's own loopback, which `open` says why.
 *
 * @example
 * ```ts
 * export default machine('crawler').net(virtioNet({ open: 'it follows links of the whole web' }))
 * ```
 * ```toml
 * net = true
 * net_backend = "virtio-net"
 * ```
 */
export function virtioNet(options: OpenNetOptions): VirtioNetDevice
export function virtioNet(
  options: VirtioNetOptions & Partial<OpenNetOptions> = {},
): VirtioNetDevice {
  const { open, ...policy } = options
  return Object.freeze({
    kind: 'virtio-net',
    network: recordTable(settings.network.rows, policy),
    ...(open === undefined ? {} : { open }),
  })
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
 * not say: nothing is added to them. It is what `bottle import` writes for a network that is open,
 * or that names no backend, which smolvm knows only since 2026-09.
 *
 * Without a backend smolvm chooses TSI where there are neither ports nor an egress policy, which is
 * the warning BW060. Keys that contradict each other are BW056 or BW057, and a network that `net:
 * false` does not turn off is BW080; what is open is warned of as for `virtioNet()`, and an open
 * network is BW081.
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
