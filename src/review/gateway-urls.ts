/**
 * What a bottle knows of the gateway: the host, and the ports of its services inside the gvproxy
 * network. The authoring language says the same in `src/dsl/gateway.ts`, which this folder may not
 * import; a test holds the two against each other.
 */
export const gatewayHost = 'proxy.internal'
export const gatewayServices: ReadonlyMap<number, string> = new Map([
  [8888, 'pipelock'],
  [8889, 'git-gate'],
  [8890, 'supervise'],
])

/** The port of the filter that HTTP goes through. */
export const pipelockPort = 8888

/** The variables that hold the hosts which programs reach past their proxy. */
const exemptions = /^(?:no_proxy|npm_config_noproxy|global_agent_no_proxy)$/i

export function isExemptionName(variable: string): boolean {
  return exemptions.test(variable)
}

/** The hosts of such a list, which is divided by commas or white space. */
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
  return addressesIn(text).flatMap(({ host, port }) => (host === gatewayHost ? [port] : []))
}

/** The hosts in `text`, but for the gateway. */
export function urlHostsIn(text: string): readonly string[] {
  return addressesIn(text).flatMap(({ host }) => (host === gatewayHost ? [] : [host]))
}

/** That the name stands for the guest itself: 127.0.0.0/8 is the loopback, 127.0.0.0/1 half of all. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}(?:\/(?:[89]|[12]\d|3[0-2]))?|\[?::1\]?|.*\.localhost)$/i.test(
    host,
  )
}
