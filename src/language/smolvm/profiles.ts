import type { RawNetwork, TsiNetwork, VirtioNetDevice } from './net.ts'
import type { ArtifactOptions, DevOptions } from './tables.ts'
import type { Port } from './values.ts'

/** The network, and what differs in development and in a packed artifact. */
export interface ProfileMethods<Self> {
  /**
   * Sets the network, instead of an earlier call's. Without it the machine has none.
   *
   * @example
   * ```ts
   * export default machine('with-network').net(virtioNet({ allowCidrs: ['10.20.0.0/16'] }))
   * ```
   * ```toml
   * net = true
   * net_backend = "virtio-net"
   * [network]
   * allow_cidrs = ["10.20.0.0/16"]
   * ```
   */
  net(network: VirtioNetDevice | TsiNetwork | RawNetwork): Self

  /**
   * Publishes ports of the guest on the host. Upstream prefers `.dev({ ports })` when a packed
   * artifact does not need them.
   *
   * Ports are 1 to 65535 and ranges of one length (BW044), at most 64 in all (BW046), each of the
   * host's once (BW045). They need a network (BW057), and one with an interface (BW056).
   *
   * @example
   * ```ts
   * export default machine('with-ports')
   *   .net(virtioNet())
   *   .ports(8080, '5433:5432', { host: [9000, 9002], guest: [7000, 7002] })
   * ```
   * ```toml
   * ports = ["8080", "5433:5432", "9000-9002:7000-7002"]
   * ```
   */
  ports(...ports: readonly Port[]): Self

  /**
   * Sets what holds for `smol up` alone. Its volumes, init and ports replace the machine's own, so
   * to set one in both places is BW052; its variables are added.
   *
   * @example
   * ```ts
   * export default machine('with-dev')
   *   .net(virtioNet())
   *   .dev({ volumes: ['./src:/app'], env: { DEBUG: 1 }, ports: [3000] })
   * ```
   * ```toml
   * [dev]
   * volumes = ["./src:/app"]
   * env = [
   *   "DEBUG=1",
   * ]
   * ports = ["3000"]
   * ```
   */
  dev(options: DevOptions): Self

  /**
   * Sets what holds for the packed artifact instead of the machine's settings.
   *
   * @example
   * ```ts
   * export default machine('with-artifact').artifact({ cpus: 4, ociPlatform: 'linux/arm64' })
   * ```
   * ```toml
   * [artifact]
   * cpus = 4
   * oci_platform = "linux/arm64"
   * ```
   */
  artifact(options: ArtifactOptions): Self

  /**
   * Sets the same as `.artifact()` by the table's other name; both at once is BW052, since upstream
   * does not say which of them holds.
   *
   * @example
   * ```ts
   * export default machine('with-pack').pack({ memory: gib(1) })
   * ```
   * ```toml
   * [pack]
   * memory = 1024
   * ```
   */
  pack(options: ArtifactOptions): Self
}
