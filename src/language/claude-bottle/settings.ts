import type { Rows } from '../rows.ts'

/** Every setting of a claude-bottle Smolfile, in the order of the text. */
export const settings = {
  name: {
    kind: 'text',
    required: true,
    method: false,
    isolation: 'name',
    about: 'The name of the microVM: "claude-bottle-" and the slug.',
  },
  /**
   * Sets the command that the bottle runs, replacing an earlier one. Without it the bottle runs
   * `sleep infinity`.
   *
   * At least one argument and the first not empty (BW004); no NUL and no lone surrogate (BW005).
   *
   * @example
   * ```ts
   * export default bottle('with-command')
   *   .command('claude', '--dangerously-skip-permissions')
   *   .net(gvproxy('/run/claude-bottle/with-command/gvproxy.sock'))
   * ```
   * ```toml
   * command = ["claude", "--dangerously-skip-permissions"]
   * ```
   */
  command: {
    kind: 'argv',
    program: true,
    default: ['sleep', 'infinity'],
    required: true,
    isolation: 'command',
    about: 'The program and its arguments.',
  },
  /**
   * Sets environment variables; a later call wins over an earlier one. The Smolfile lists them
   * sorted by name.
   *
   * Names are printable ASCII without `=` and space (BW006). Values are strings, finite numbers or
   * booleans without NUL or lone surrogates (BW005). A literal secret is warned of (BW033), and
   * so is a proxy variable that does not name the gateway (BW030, BW031).
   *
   * @example
   * ```ts
   * export default bottle('with-env')
   *   .env({ TERM: 'xterm-256color', CI: true, COLUMNS: 120 })
   *   .net(gvproxy('/run/claude-bottle/with-env/gvproxy.sock'))
   * ```
   * ```toml
   * env = ["CI=true", "COLUMNS=120", "TERM=xterm-256color"]
   * ```
   */
  env: {
    kind: 'variables',
    required: true,
    isolation: 'variables',
    about: 'Variables, "NAME=value", sorted by name.',
  },
  /**
   * Adds a network device. A bottle needs at least one (BW010): without it libkrun falls back to
   * TSI, which lets the guest reach all of the host's 127.0.0.0/8.
   *
   * @example
   * ```ts
   * export default bottle('with-net').net(gvproxy('/run/claude-bottle/with-net/gvproxy.sock'))
   * ```
   * ```toml
   * [[net]]
   * type = "virtio-net"
   * attachment = "unixgram"
   * socket = "/run/claude-bottle/with-net/gvproxy.sock"
   * ```
   */
  net: {
    kind: 'devices',
    required: true,
    isolation: 'devices',
    about: 'Network devices.',
    rows: {
      type: {
        kind: 'constant',
        value: 'virtio-net',
        required: true,
        isolation: 'deviceType',
        about: 'The kind of device.',
      },
      attachment: {
        kind: 'constant',
        value: 'unixgram',
        required: true,
        isolation: 'attachment',
        about: 'How the device is attached.',
      },
      socket: {
        kind: 'text',
        required: true,
        isolation: 'socket',
        about: "Absolute path of gvproxy's unix datagram socket.",
      },
      address: {
        kind: 'loopbackAddress',
        companion: true,
        isolation: 'address',
        about: 'The loopback address of the host that stands behind proxy.internal.',
      },
    },
  },
} as const satisfies Rows
