import type { Grant, GrantPart, NameGrant, NetworkReach, Reach } from '../dialects/reach.ts'
import { behindProxies, everyAddress, noNetwork, openGateway } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { mapped, mergeRanges, withoutRanges } from '../dialects/values/addresses.ts'
import { privateRanges } from '../dialects/values/known-addresses.ts'
import { isWithinPath, nameOfVariable, sourceOf } from './answer-grants.ts'
import type { Protocol } from './ask.ts'
import type { Beyond } from './beyond.ts'
import { beyond, withTrustedNames } from './beyond.ts'
import type { Ceiling } from './ceiling.ts'
import {
  isAllPorts,
  parseAddresses,
  parseFile,
  parseName,
  parsePublished,
} from './ceiling-entries.ts'

/** Returns what a bottle can get at that a ceiling does not let it. */
export function aboveCeiling(reach: Reach, ceiling: Ceiling): readonly Beyond[] {
  const { network, grants } = withTrustedNames(reach)
  const allowed = grants.filter((grant) => isAllowed(grant, ceiling))
  return beyond({ network, grants }, { network: networkOf(ceiling, network), grants: allowed })
}

/** @param asked The network that is held against it: where every name is allowed, its own are. */
function networkOf(ceiling: Ceiling, asked: NetworkReach): NetworkReach {
  const { loopback, addresses = false, names = false, dns = names } = ceiling
  const isOpen = addresses === true
  const entries = listOf(addresses).flatMap((entry) => parseAddresses(entry) ?? [])
  const opened = (protocol: Protocol) =>
    isOpen
      ? everyAddress
      : withMapped(entries.filter((each) => isAllPorts(each) && each.protocols.includes(protocol)))
  const ports = entries.filter((each) => !isAllPorts(each))
  const onPorts = (protocol: Protocol) =>
    ports
      .filter(({ protocols }) => protocols.includes(protocol))
      .flatMap((each) => (each.family === 4 ? [each, { ...each, ...mapped(each) }] : [each]))
  const everything = { tcp: everyAddress, udp: everyAddress }
  const door = { ...noNetwork.loopback, ...(loopback === true ? everything : {}) }
  // A name may answer what is public; what is private has to be named among the addresses.
  const opens = isOpen ? everyAddress : withoutRanges(everyAddress, privateRanges())
  return {
    ...noNetwork,
    tcp: opened('tcp'),
    udp: opened('udp'),
    tcpPorts: onPorts('tcp'),
    udpPorts: onPorts('udp'),
    loopback: door,
    named: {
      ...noNetwork.named,
      names: names === true ? asked.named.names : namesIn(listOf(names)),
      opens,
      loopback: door,
    },
    dns: dns === true ? 'any' : namesIn(listOf(dns)),
  }
}

function listOf(value: boolean | readonly string[]): readonly string[] {
  return typeof value === 'boolean' ? [] : value
}

function namesIn(entries: readonly string[]): readonly NameGrant[] {
  return entries.flatMap((entry) => parseName(entry) ?? [])
}

/** An address of IPv4 is the same host as the one of IPv6 that stands for it. */
function withMapped(ranges: readonly AddressRange[]): readonly AddressRange[] {
  return mergeRanges([...ranges, ...ranges.filter(({ family }) => family === 4).map(mapped)])
}

function isAllowed(grant: Grant, ceiling: Ceiling): boolean {
  if (grant.part === 'malformed') return false
  const allowed = ceiling[grant.part] ?? false
  if (typeof allowed === 'boolean') return allowed
  const covers = covering[grant.part]
  return allowed.some((entry) => entry === grant.what || covers(grant, entry))
}

/** Whether an entry that is not the grant in its own words covers it. */
const covering: Readonly<
  Record<Exclude<GrantPart, 'malformed'>, (grant: Grant, entry: string) => boolean>
> = {
  gateway: ({ what }, entry) => gatewayIn(what) === entry,
  published: ({ what }, entry) => coversPort(what, entry),
  files: ({ what }, entry) => coversFile(what, entry),
  secrets: (grant, entry) => sourceOf(grant) === entry,
  credentials: ({ what }, entry) => coversCredential(what, entry),
  devices: () => false,
  agent: () => false,
  variables: (grant, entry) => nameOfVariable(grant) === entry,
  user: () => false,
  image: () => false,
}

/** The socket of a gateway, or the address of the host behind it. */
function gatewayIn(what: string): string | undefined {
  if (what === openGateway) return '127.0.0.1'
  if (what.endsWith(behindProxies)) return what.slice(0, -behindProxies.length)
  return /^(.*), by \w+ of [\w-]+$/s.exec(what)?.[1]
}

/** What is not said of a way may be anything; a value that is not said is the variable's own. */
function coversCredential(what: string, entry: string): boolean {
  const [way = '', value] = partsOfCredential(what)
  const [start = '', source = `env ${start.split(' to ')[0]}`] = partsOfCredential(entry)
  return value === source && `${way} `.startsWith(`${start} `)
}

function partsOfCredential(text: string): readonly string[] {
  return /^(.*), of (?:the host's )?(\w+ .*)$/s.exec(text)?.slice(1) ?? [text]
}

function coversPort(what: string, entry: string): boolean {
  const [grant, ceiling] = [parsePublished(what), parsePublished(entry)]
  if (grant === undefined || ceiling === undefined) return false
  const { first, last, protocol, guest } = ceiling
  if (grant.protocol !== protocol || grant.first < first || grant.last > last) return false
  return guest === undefined || grant.guest === guest + grant.first - first
}

function coversFile(what: string, entry: string): boolean {
  const [grant, ceiling] = [parseFile(what), parseFile(entry)]
  if (grant === undefined || ceiling === undefined) return false
  const isMode = ceiling.mode === 'write' || ceiling.mode === grant.mode
  return isMode && isWithinPath(grant.path, ceiling.path)
}
