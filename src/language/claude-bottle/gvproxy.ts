/** A virtio-net device on a gvproxy socket: what `.net()` takes. */
export interface GvproxyDevice {
  readonly type: 'virtio-net'
  readonly attachment: 'unixgram'
  readonly socket: string
}

/**
 * A virtio-net device backed by gvproxy's unixgram socket, which keeps the bottle out of libkrun's
 * TSI mode.
 *
 * @param socket An absolute, normalized path of at most 103 bytes of UTF-8: a unix socket address
 *   holds 104 on macOS and 108 on Linux, with the final NUL. Anything else is BW011 or BW012; a
 *   socket that another bottle uses is BW013, since gvproxy serves one VM a socket.
 *
 * @example
 * ```ts
 * export default bottle('net-device').net(gvproxy('/run/claude-bottle/net-device/gvproxy.sock'))
 * ```
 * ```toml
 * [[net]]
 * type = "virtio-net"
 * attachment = "unixgram"
 * socket = "/run/claude-bottle/net-device/gvproxy.sock"
 * ```
 */
export function gvproxy(socket: string): GvproxyDevice {
  return Object.freeze({ type: 'virtio-net', attachment: 'unixgram', socket })
}
