import { isIPv6 } from 'node:net'
import type { SmolvmDocument, SmolvmNetwork } from '../../src/dialects/smolvm/document.ts'
import { parsePorts } from '../../src/dialects/values/port.ts'

/** The fields of a record that say what a machine reaches, and what reaches it. */
export function expectedNetwork({ network = {} }: SmolvmDocument, ports: readonly string[]) {
  const { allow_cidrs = [], allow_private = [], block_private, credentials = [] } = network
  const names = [
    ...(network.allow_hosts ?? []),
    ...(network.allow_host_patterns ?? []).map(pattern),
  ]
  const rules = [
    ...(network.deny_cidrs ?? []).map((range) => ({ cidr: written(range), action: 'deny' })),
    ...(network.allow_udp ?? []).map(udpRule),
  ]
  const [tcp, udp] = ['tcp', 'udp'].map((protocol) => publishedPorts(ports, protocol))
  return {
    ports: tcp,
    udp_ports: unlessEmpty(udp ?? []),
    allowed_cidrs: unlessEmpty(allow_cidrs.map(written)) ?? null,
    // What is opened again says that the rest is closed, whatever block_private says.
    block_private: block_private === true ? allow_private : unlessEmpty(allow_private),
    egress_rules: unlessEmpty(rules),
    dns_filter_hosts: unlessEmpty(names),
    credential_policy:
      credentials.length === 0 ? undefined : { credentials: credentials.map(binding) },
  }
}

function unlessEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list
}

/** An exact name has a "=" before it. */
function pattern(text: string): string {
  const name = text.toLowerCase().replace(/\.$/, '')
  return name.startsWith('*.') ? name : `=${name}`
}

/** A range with its prefix; the bits behind it stay as they are. */
function written(range: string): string {
  const [address = '', bits = address.includes(':') ? '128' : '32'] = range.split('/')
  return `${canonical(address)}/${Number(bits)}`
}

/** An address as Rust writes it, which for IPv6 is as URLs have it, but for those with IPv4 in them. */
function canonical(address: string): string {
  const url = `http://[${address}]`
  if (!address.includes(':') || !URL.canParse(url)) return address
  const text = new URL(url).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(text) ?? []
  if (high === undefined || low === undefined) return text
  const bytes = [high, low].flatMap((part) => {
    const number = Number.parseInt(part, 16)
    return [number >> 8, number & 255]
  })
  return `::ffff:${bytes.join('.')}`
}

/** `CIDR[:PORT[-END]]`: what is an address as a whole has no port. */
function udpRule(text: string) {
  const form = /^(?:\[([^\]]+)\]|(.+?))(?::\+?(\d+)(?:-\+?(\d+))?)?$/
  const isAddress = isIPv6(text.replace(/\/\d+$/, ''))
  const [, bracketed, plain, start, end = start] = (isAddress ? null : form.exec(text)) ?? []
  const ports = start === undefined ? {} : { ports: { start: Number(start), end: Number(end) } }
  return { transport: 'udp', cidr: written(bracketed ?? plain ?? text), ...ports, action: 'allow' }
}

/** The ports of a protocol, one by one: ranges are taken apart. */
function publishedPorts(entries: readonly string[], wanted: string) {
  return entries.flatMap((entry) => {
    const parsed = parsePorts(entry)
    if (typeof parsed === 'string' || parsed.protocol !== wanted) return []
    const { host, guest } = parsed
    const length = host.last - host.first + 1
    return Array.from({ length }, (_, index) => [host.first + index, guest.first + index])
  })
}

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

function binding(credential: NonNullable<SmolvmNetwork['credentials']>[number]) {
  const { injection_location: { header = true, body = false } = {}, methods, ...rest } = credential
  return { ...rest, injection_location: { header, body }, methods: methods ?? allMethods }
}
