import type { NameGrant, NetworkReach } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { covers } from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'

/** `depends`: on something that the document does not say, which {@link NetworkReach} names. */
export type Answer = 'yes' | 'no' | 'depends'

export type Protocol = 'tcp' | 'udp'

/** Returns whether one address is reached on one port, without a name being asked for. */
export function reachesAddress(
  network: NetworkReach,
  protocol: Protocol,
  address: AddressRange,
  port: number,
): Answer {
  const { loopback } = network
  const isOpenPort = ({ ports }: AddressPorts) => ports.first <= port && port <= ports.last
  const ports = protocol === 'udp' ? [...network.udpPorts, ...loopback.udpPorts] : network.tcpPorts
  const isOpen =
    covers(network[protocol], address) ||
    covers(loopback[protocol], address) ||
    covers(ports.filter(isOpenPort), address)
  if (isOpen) return 'yes'
  return opensWhenAnswered(network, protocol, address) ? 'depends' : 'no'
}

/** Whether an address opens when one of the names that are allowed answers it. */
export function opensWhenAnswered(
  { named }: NetworkReach,
  protocol: Protocol,
  address: AddressRange,
): boolean {
  if (named.names.length === 0) return false
  return covers(named.opens, address) || covers(named.loopback[protocol], address)
}

/** Whether an address opens when the name, and no other, is asked for and answers it. */
export function opensWhenAsked(
  { named }: NetworkReach,
  name: string,
  protocol: Protocol,
  address: AddressRange,
): boolean {
  const { names, opens, loopback, atStart } = named
  if (grantsOfName(names, name).length === 0) return false
  if (covers(atStart[protocol], address)) return isAskedAtStart(names, name)
  return covers(opens, address) || covers(loopback[protocol], address)
}

/**
 * Whether a name is asked for when the machine starts, or a domain that it is in: who answers for
 * that one answers for the name.
 */
export function isAskedAtStart(names: readonly NameGrant[], name: string): boolean {
  return names.some((each) => each.itself && isInDomain(plainName(name), each.name))
}

/** Whether a name is the domain, or below it. Both are plain. */
export function isInDomain(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`)
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** Returns the grants of a name: of itself, or of a domain that it is in. */
export function grantsOfName(grants: readonly NameGrant[], name: string): readonly NameGrant[] {
  const plain = plainName(name)
  return grants.filter(({ name: granted, itself, below }) =>
    plain === granted ? itself : below && plain.endsWith(`.${granted}`),
  )
}

/** Whether questions for a name are answered. */
export function answersName({ dns }: NetworkReach, name: string): boolean {
  return dns === 'any' || grantsOfName(dns, name).length > 0
}
