import type { SmolvmDocument } from '../../../src/dialects/smolvm/document.ts'
import type { Bits } from './addresses.ts'
import { bitsOf, isIn, unmapped } from './addresses.ts'
import type { Answer, Probe } from './probe.ts'

/**
 * What a guest of smolvm reaches through its network, read from docs/reference/reach.md one probe
 * at a time. It shares nothing with the model but the document: no ranges, no containment.
 */
export type NetworkProbe = Extract<Probe, { kind: 'address' | 'name' | 'loopback' | 'question' }>

const [gateway4, gateway6] = [bitsOf('100.96.0.1'), bitsOf('fd53:4d00::1')]
const mappedGateway = bitsOf('::ffff:100.96.0.1')
const mappedNobody = bitsOf('::ffff:0.0.0.0')
const [home4, home6] = [bitsOf('127.0.0.1'), bitsOf('::1')]

type Network = NonNullable<SmolvmDocument['network']>
type Try = { readonly protocol: 'tcp' | 'udp'; readonly bits: Bits; readonly port: number }

export function reachesByNetwork(document: SmolvmDocument, probe: NetworkProbe): Answer {
  const network = document.network ?? {}
  if (!hasNetwork(document)) return 'no'
  if (hasTsi(document)) return 'yes'
  if (probe.kind === 'loopback') return reachesLoopback(network, probe)
  if (probe.kind === 'question') return isAnswered(network, probe.name) ? 'yes' : 'no'
  const { protocol, port, address } = probe
  const attempt = { protocol, port, bits: bitsOf(address) }
  if (probe.kind === 'address') return reaches(network, attempt)
  if (!isAnswered(network, probe.name)) return 'no'
  return isOpen(network, attempt) || opensByName(network, attempt, probe.name) ? 'yes' : 'no'
}

/** A list that is not empty, `block_private` and credentials turn the network on; ports do not. */
function hasNetwork({ net, network = {} }: SmolvmDocument): boolean {
  return net === true || limits(network) || (network.credentials ?? []).length > 0
}

function limits(network: Network): boolean {
  const lists = [
    network.allow_hosts,
    network.allow_host_patterns,
    network.allow_cidrs,
    network.allow_private,
    network.deny_cidrs,
    network.allow_udp,
  ]
  return network.block_private === true || lists.some((list) => (list ?? []).length > 0)
}

/** Measured: TSI is the default, which ports, a policy and credentials pull the engine off. */
function hasTsi({ net_backend, network = {}, ports = [], dev }: SmolvmDocument): boolean {
  if (net_backend !== undefined) return net_backend === 'tsi'
  const isPublished = ports.length + (dev?.ports ?? []).length > 0
  return !isPublished && !limits(network) && (network.credentials ?? []).length === 0
}

function reachesLoopback(network: Network, probe: NetworkProbe & { kind: 'loopback' }): Answer {
  const { protocol, family } = probe
  const ways =
    family === 4
      ? ['100.96.0.1', '127.0.0.1', '::ffff:127.0.0.1', '0.0.0.0', '::ffff:0.0.0.0']
      : ['fd53:4d00::1', '::1', '::']
  const answers = ways.map((way) => reaches(network, { protocol, bits: bitsOf(way), port: 7001 }))
  return answers.includes('yes') ? 'yes' : answers.includes('depends') ? 'depends' : 'no'
}

function reaches(network: Network, attempt: Try): Answer {
  if (isOpen(network, attempt)) return 'yes'
  return namesOf(network).some(({ atStart }) => opensWhenAnswered(network, attempt, atStart))
    ? 'depends'
    : 'no'
}

/** Whether an address is open before any name is asked for. */
function isOpen(network: Network, attempt: Try): boolean {
  const { bits, protocol } = attempt
  if (isLinkLocal(bits) || isDenied(network, bits)) return false
  const { allow_cidrs = [], allow_private = [] } = network
  const isListed = [...allow_cidrs, ...addressesOf(network)].some((cidr) => isIn(bits, cidr))
  const isOpened = allow_private.some((cidr) => isIn(bits, cidr) || isMappedIn(bits, cidr))
  const byUdp = protocol === 'udp' && isAllowedByUdp(network, attempt)
  if (isFrame(bits)) return isListed || isOpened || (byUdp && !blocks(network))
  if (isNobody(bits)) {
    return protocol === 'udp' && (isListed || isOpened || (byUdp && !blocks(network)))
  }
  if (isGateway(bits) && protocol === 'udp') return false
  if (isMappedGateway(bits)) return false
  if (blocks(network) && isPrivate(bits) && !isOpened) return false
  // What allow_private has is allowed too; where nothing is allowed, everything is.
  return byUdp || isListed || isOpened || !hasAllowList(network)
}

/** A name that is asked for at the start opens frames to the host's loopback as well. */
function opensWhenAnswered(network: Network, { bits, protocol }: Try, atStart: boolean): boolean {
  if (isLinkLocal(bits) || isDenied(network, bits)) return false
  if (isFrame(bits)) return atStart
  if (isNobody(bits)) return atStart && protocol === 'udp'
  if (isMappedGateway(bits)) return false
  if (isGateway(bits) && protocol === 'udp') return false
  if (!blocks(network) || !isPrivate(bits)) return true
  const { allow_private = [] } = network
  return allow_private.some((cidr) => isIn(bits, cidr) || isMappedIn(bits, cidr))
}

/** Who answers for a name answers for those below it: one above counts as asked for at the start. */
function opensByName(network: Network, attempt: Try, name: string): boolean {
  const names = namesOf(network)
  const isAllowed = names.some(({ matches }) => matches(plain(name)))
  const atStart = names.some((each) => each.atStart && `.${plain(name)}`.endsWith(`.${each.text}`))
  return isAllowed && opensWhenAnswered(network, attempt, atStart)
}

interface Named {
  readonly text: string
  readonly atStart: boolean
  matches(name: string): boolean
}

/** `allow_hosts` has what is below its names; a pattern is one name, or what is below one. */
function namesOf(network: Network): readonly Named[] {
  const found = knownNames.get(network) ?? readNames(network)
  knownNames.set(network, found)
  return found
}

const knownNames = new WeakMap<Network, readonly Named[]>()

function readNames({ allow_hosts = [], allow_host_patterns = [] }: Network): readonly Named[] {
  const below = (domain: string) => (name: string) => name.endsWith(`.${domain}`)
  return [
    ...allow_hosts
      .filter((host) => !isAddress(host))
      .map(plain)
      .map((host) =>
        host.startsWith('*.')
          ? { text: host, atStart: false, matches: below(host.slice(2)) }
          : {
              text: host,
              atStart: true,
              matches: (name: string) => name === host || below(host)(name),
            },
      ),
    ...allow_host_patterns
      .map(plain)
      .map((pattern) =>
        pattern.startsWith('*.')
          ? { text: pattern, atStart: false, matches: below(pattern.slice(2)) }
          : { text: pattern, atStart: true, matches: (name: string) => name === pattern },
      ),
  ]
}

function addressesOf({ allow_hosts = [] }: Network): readonly string[] {
  return allow_hosts.filter(isAddress)
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host)
}

function plain(name: string): string {
  const small = name.toLowerCase()
  return small.endsWith('.') ? small.slice(0, -1) : small
}

/** Without a list of names every question is answered, whatever addresses are open. */
function isAnswered(network: Network, name: string): boolean {
  const { allow_hosts = [], allow_host_patterns = [] } = network
  if (allow_hosts.length === 0 && allow_host_patterns.length === 0) return true
  return namesOf(network).some(({ matches }) => matches(plain(name)))
}

function hasAllowList({ allow_hosts = [], allow_host_patterns = [], allow_cidrs = [] }: Network) {
  return allow_hosts.length > 0 || allow_host_patterns.length > 0 || allow_cidrs.length > 0
}

/** `allow_private` says that other private addresses are closed. */
function blocks({ block_private, allow_private = [] }: Network): boolean {
  return block_private === true || allow_private.length > 0
}

/** A range of IPv4 denies what stands for it in IPv6; 127.0.0.1 and ::1 deny the gateway too. */
function isDenied({ deny_cidrs = [] }: Network, bits: Bits): boolean {
  return deny_cidrs.some(
    (cidr) =>
      isIn(bits, cidr) ||
      isMappedIn(bits, cidr) ||
      (bits === gateway4 && isIn(home4, cidr)) ||
      (bits === gateway6 && isIn(home6, cidr)),
  )
}

function isMappedIn(bits: Bits, cidr: string): boolean {
  const inner = unmapped(bits)
  return inner !== undefined && isIn(inner, cidr)
}

/** `CIDR[:PORT[-END]]`, an address of IPv6 in brackets where there is a port. */
function isAllowedByUdp({ allow_udp = [] }: Network, { bits, port }: Try): boolean {
  return allow_udp.some((entry) => {
    const [range = '', ports] = rangeAndPorts(entry)
    if (!isIn(bits, range) && !isMappedIn(bits, range)) return false
    if (ports === undefined) return true
    const [first = '', last = first] = ports.split('-')
    return Number(first) <= port && port <= Number(last)
  })
}

const known = new Map<string, readonly string[]>()

function rangeAndPorts(entry: string): readonly string[] {
  const parts = known.get(entry) ?? splitUdp(entry)
  known.set(entry, parts)
  return parts
}

function splitUdp(entry: string): readonly string[] {
  if (entry.startsWith('[')) {
    const [range = '', ports = ''] = entry.slice(1).split(']')
    return ports === '' ? [range] : [range, ports.slice(1)]
  }
  return entry.split(':').length > 2 ? [entry] : entry.split(':')
}

const privates = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['fc00::/7', 'fe80::/10'],
]

function isPrivate(bits: Bits): boolean {
  return privates.some((cidr) => isIn(bits, cidr) || isMappedIn(bits, cidr))
}

function isLinkLocal(bits: Bits): boolean {
  return isIn(unmapped(bits) ?? bits, '169.254.0.0/16')
}

/** The loopback's own address, to which root in the guest can send a frame; no one's, mapped, too. */
function isFrame(bits: Bits): boolean {
  const isOwn = bits === home6 || isIn(unmapped(bits) ?? bits, '127.0.0.0/8')
  return isOwn || bits === mappedNobody
}

function isNobody(bits: Bits): boolean {
  return !bits.includes('1')
}

function isGateway(bits: Bits): boolean {
  return bits === gateway4 || bits === gateway6
}

function isMappedGateway(bits: Bits): boolean {
  return bits === mappedGateway
}
