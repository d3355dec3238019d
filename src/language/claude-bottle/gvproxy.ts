/** A virtio-net device on a gvproxy socket: what `.net()` takes. */
export interface GvproxyDevice {
  readonly type: 'virtio-net'
  readonly attachment: 'unixgram'
  readonly socket: string
  readonly address?: string
}

/** The options of `gvproxy`. */
export interface GvproxyOptions {
  /**
   * The address of the host's loopback that is the bottle's own: the proxies of its gateway listen
   * there. One address in 127.0.0.0/8 and outside 127.0.0.0/16, where the services of the host
   * are, such as `127.77.0.5` (BW014); of no other bottle (BW015).
   */
  readonly address?: string
}

/**
 * A virtio-net device backed by gvproxy's unixgram socket, which keeps the bottle out of libkrun's
 * TSI mode.
 *
 * With an `address`, or with `gatewayAddresses` in the configuration, synth writes
 * `gvproxy.yaml` beside the Smolfile: the configuration with which gvproxy has the bottle reach
 * `proxy.internal` at that address, and not the host's own 127.0.0.1. Without it gvproxy lets the
 * bottle reach whatever its host reaches, which is warned of (BW017).
 *
 * @param socket An absolute, normalized path of at most 103 bytes of UTF-8: a unix socket address
 *   holds 104 on macOS and 108 on Linux, with the final NUL. Anything else is BW011 or BW012, or
 *   BW018 when gvproxy would read another path; a socket that another bottle uses is BW013, since
 *   gvproxy serves one VM a socket. libkrun up to 1.18.1 takes 97 bytes on Linux and 93 on macOS
 *   (BW019).
 *
 * @example
 * ```ts
 * export default bottle('net-device')
 *   .net(gvproxy('/run/claude-bottle/net-device/gvproxy.sock', { address: '127.77.0.5' }))
 * ```
 * ```toml
 * [[net]]
 * type = "virtio-net"
 * attachment = "unixgram"
 * socket = "/run/claude-bottle/net-device/gvproxy.sock"
 * ```
 */
export function gvproxy(socket: string, { address }: GvproxyOptions = {}): GvproxyDevice {
  const device = { type: 'virtio-net', attachment: 'unixgram', socket } as const
  return Object.freeze(address === undefined ? device : { ...device, address })
}
