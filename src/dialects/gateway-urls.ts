import { gateway } from '../language/claude-bottle/gateway.ts'

/** The services of the gateway by their ports, as their own programs are called. */
export const gatewayServices: ReadonlyMap<number, string> = new Map(
  Object.entries(gateway.ports).map(([service, port]) => [
    port,
    service.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  ]),
)

/** The hosts of a list of those that are reached past a proxy, which is divided by commas or white space. */
export function exemptHostsIn(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((host) => host !== '')
}

const schemePorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  socks5: 1080,
  socks5h: 1080,
}

interface Address {
  readonly host: string
  readonly port: number
}

/**
 * The addresses in `text`: of its URLs, wherever they stand, and of a proxy without a scheme,
 * which curl takes as well. What no one can read is an address too, of a host of its own.
 */
function addressesIn(text: string): readonly Address[] {
  const urls = [...text.matchAll(/([a-z][a-z0-9+-]*):\/\/([^\s,;'"<>()]*)/gi)]
  if (urls.length === 0) {
    const bare = /^([a-z0-9][a-z0-9.-]*):(\d{1,5})\/?$/i.exec(text.trim())
    return bare === null ? [] : [{ host: (bare[1] ?? '').toLowerCase(), port: Number(bare[2]) }]
  }
  return urls.map(([, scheme = '', rest = '']) => {
    const written = `http://${rest}`
    if (!URL.canParse(written)) return { host: rest.toLowerCase(), port: 0 }
    const { hostname, port } = new URL(written)
    const usual = schemePorts[scheme.toLowerCase()] ?? 0
    return { host: hostname.toLowerCase(), port: port === '' ? usual : Number(port) }
  })
}

/** The ports of the gateway that `text` names. */
export function gatewayPortsIn(text: string): readonly number[] {
  return addressesIn(text).flatMap(({ host, port }) => (host === gateway.host ? [port] : []))
}

/** The hosts in `text`, but for the gateway. */
export function urlHostsIn(text: string): readonly string[] {
  return addressesIn(text).flatMap(({ host }) => (host === gateway.host ? [] : [host]))
}

/** Whether the name is of the guest itself: 127.0.0.0/8 is the loopback, 127.0.0.0/1 half of all. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}(?:\/(?:[89]|[12]\d|3[0-2]))?|\[?::1\]?|.*\.localhost)$/i.test(
    host,
  )
}
