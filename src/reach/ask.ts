import type { NameGrant, NetworkReach } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import { covers } from '../dialects/values/addresses.ts'

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
  if (covers(network[protocol], address) || covers(network.loopback[protocol], address))
    return 'yes'
  const isOpenPort = ({ ports }: NetworkReach['udpPorts'][number]) =>
    ports.first <= port && port <= ports.last
  if (protocol === 'udp' && covers(network.udpPorts.filter(isOpenPort), address)) return 'yes'
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
  network: NetworkReach,
  name: string,
  protocol: Protocol,
  address: AddressRange,
): boolean {
  return (
    grantsOfName(network.named.names, name).length > 0 &&
    opensWhenAnswered(network, protocol, address)
  )
}

/** Returns the grants of a name: of itself, or of a domain that it is in. */
export function grantsOfName(grants: readonly NameGrant[], name: string): readonly NameGrant[] {
  const plain = name.toLowerCase().replace(/\.$/, '')
  return grants.filter(({ name: granted, itself, below }) =>
    plain === granted ? itself : below && plain.endsWith(`.${granted}`),
  )
}

/** Whether questions for a name are answered. */
export function answersName({ dns }: NetworkReach, name: string): boolean {
  return dns === 'any' || grantsOfName(dns, name).length > 0
}
