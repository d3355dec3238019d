/**
 * A span of time: whole seconds, or upstream's own form, `10s`, `5m`, `2h` or `90`. Anything else,
 * such as `500ms` or `1m30s`, is what smolvm ignores without a word, and is BW043.
 */
export type Duration = number | `${number}` | `${number}s` | `${number}m` | `${number}h`

/** One port, or a range of them with both ends included. */
export type PortRange = number | readonly [first: number, last: number]

/**
 * A port of the host's 127.0.0.1 and ::1 that leads to one of the guest. The string form is `8080`
 * for the same port on both sides, `8080:80`, ranges of one length, `9000-9010:8000-8010`, and any
 * of these with `/tcp` or `/udp` behind it.
 */
export type Port =
  | number
  | string
  | {
      /** The same port on both sides. */
      readonly port: PortRange
      /** Default: `tcp`. */
      readonly protocol?: 'tcp' | 'udp'
    }
  | {
      readonly host: PortRange
      readonly guest: PortRange
      /** Default: `tcp`. */
      readonly protocol?: 'tcp' | 'udp'
    }

/**
 * A folder of the host in the guest, or a disk of the machine's own. The string form is
 * `host:guest`, with `:ro`, `:rw` or `:staged` behind it, or the guest's path alone for a disk.
 */
export type Volume =
  | string
  | {
      readonly host: string
      readonly guest: string
      /** Default: what smolvm does without a mode, which is read and write. */
      readonly mode?: 'ro' | 'rw' | 'staged'
    }
  | {
      /** The path of a disk that the machine keeps: nothing of the host is in it. */
      readonly guest: string
      readonly host?: never
      readonly mode?: never
    }

/**
 * Converts GiB to MiB, the unit of `.memory()`, `.gpuVram()` and `.artifact({ memory })`. Storage
 * and overlay are in GiB already.
 *
 * @example
 * ```ts
 * export default machine('size-in-gib').memory(gib(2))
 * ```
 * ```toml
 * memory = 2048
 * ```
 */
export function gib(amount: number): number {
  return amount * 1024
}

/**
 * Returns MiB as they are: names the unit beside the number.
 *
 * @example
 * ```ts
 * export default machine('size-in-mib').memory(mib(768))
 * ```
 * ```toml
 * memory = 768
 * ```
 */
export function mib(amount: number): number {
  return amount
}

/** A span of time as upstream writes it. */
export function durationText(duration: Duration): string {
  return typeof duration === 'number' ? `${duration}s` : duration
}

/** A port as upstream writes it. */
export function portText(port: Port): string {
  if (typeof port !== 'object') return String(port)
  const { protocol } = port
  const sides = 'port' in port ? [port.port] : [port.host, port.guest]
  return sides.map(rangeText).join(':') + (protocol === undefined ? '' : `/${protocol}`)
}

/** A volume as upstream writes it. */
export function volumeText(volume: Volume): string {
  if (typeof volume === 'string') return volume
  const { host, guest, mode } = volume
  if (host === undefined) return guest
  return mode === undefined ? `${host}:${guest}` : `${host}:${guest}:${mode}`
}

function rangeText(range: PortRange): string {
  return typeof range === 'number' ? String(range) : range.join('-')
}
