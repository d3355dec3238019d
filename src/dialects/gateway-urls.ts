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

/** A URL of the gateway as its services have them: nothing that a client could read otherwise. */
const gatewayUrl = new RegExp(
  `^http://${gateway.host.replace('.', '\\.')}:([1-9]\\d{0,4})(?:/[A-Za-z0-9._~%/-]*)?$`,
)

/** What begins with a scheme, up to what can be in no URL. */
function urlsIn(text: string): readonly string[] {
  const found = (each: string) => each.match(/[a-z][a-z0-9+-]{0,31}:\/\/[^\s"'<>`]*/gi) ?? []
  // A tab or the end of a line is in no URL for one client, and nothing at all for another.
  const joined = text.replace(/[\t\r\n]/g, '')
  return joined === text ? found(text) : [...found(text), ...found(joined)]
}

/** The host of an address that is no whole URL: `//host/`, `https:host`, `user@host:path`, `\\\\host\\`. */
const partialUrl =
  /^(?:(?:https?|wss?|ftp):[\\/]?|[\\/]{2}|[\w.+-]+@(?=[\w.-]+:(?!\/)))([a-z0-9][\w.-]*)(?::(\d{1,5}))?/i

/**
 * The addresses in `text`: of its URLs, wherever they stand, and of a proxy without a scheme,
 * which curl takes as well. What no one can read is an address too, of a host of its own.
 */
function addressesIn(text: string): readonly Address[] {
  const urls = urlsIn(text)
  if (urls.length === 0) {
    const known = /^([a-z0-9][a-z0-9.-]*):(\d{1,5})\/?$/i.exec(text.trim())
    const bare = known ?? partialUrl.exec(text.trim())
    return bare === null
      ? []
      : [{ host: (bare[1] ?? '').toLowerCase(), port: Number(bare[2] ?? 0) }]
  }
  // A client may take a comma for the end of a URL, or for a part of it: both are read.
  return urls
    .flatMap((url) => [url, ...url.split(/[,;()]+/).filter((part) => part !== url)])
    .flatMap(addressOf)
}

function addressOf(url: string): readonly Address[] {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+-]*):\/\/(.*)$/is.exec(url) ?? []
  if (scheme === '') return []
  // Every scheme is read as that of the web: a URL of a scheme of its own has no host for some.
  const written = `http://${rest}`
  if (!URL.canParse(written)) return [{ host: rest.toLowerCase(), port: 0 }]
  const { hostname, port } = new URL(written)
  const usual = schemePorts[scheme.toLowerCase()] ?? 0
  const read = { host: hostname.toLowerCase(), port: port === '' ? usual : Number(port) }
  // Of what is not plain each client has a reading of its own, and so it is a host of its own as well.
  const authority = authorityIn(rest)
  return isPlain(authority) ? [read] : [read, { host: authority.toLowerCase(), port: 0 }]
}

/** The ports of the gateway that `text` names, in URLs that are the gateway's to the letter. */
export function gatewayPortsIn(text: string): readonly number[] {
  return urlsIn(text).flatMap((url) => gatewayPort(url) ?? [])
}

/** The part of a URL with its host; a client may find an "@" of it behind a "?" or a "#". */
function authorityIn(rest: string): string {
  const [whole = ''] = rest.split('/', 1)
  const [start = ''] = whole.slice(whole.lastIndexOf('@') + 1).split(/[?#]/, 1)
  return whole.slice(0, whole.lastIndexOf('@') + 1) + start
}

/** Whether the part of a URL that has its host has no character which clients read differently. */
function isPlain(authority: string): boolean {
  return /^(?:[^@\\/?#\s%]*@)?(?:[\w.-]*|\[[\da-f:.]*\])(?::\d*)?$/i.test(authority)
}

/** The port of the gateway whose URL the whole of `text` is, to the letter; undefined when it is none. */
export function gatewayPort(text: string): number | undefined {
  const [, port] = gatewayUrl.exec(text) ?? []
  return port === undefined ? undefined : Number(port)
}

/** The hosts in `text`, but for the gateway where its URL is the gateway's to the letter. */
export function urlHostsIn(text: string): readonly string[] {
  const others = urlsIn(text).filter((url) => !gatewayUrl.test(url))
  if (others.length > 0) return others.flatMap((url) => addressesIn(url).map(({ host }) => host))
  return urlsIn(text).length > 0 ? [] : addressesIn(text).map(({ host }) => host)
}

/** Whether the name is of the guest itself: 127.0.0.0/8 is the loopback, 127.0.0.0/1 half of all. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}(?:\/(?:[89]|[12]\d|3[0-2]))?|\[?::1\]?|.*\.localhost)$/i.test(
    host,
  )
}
