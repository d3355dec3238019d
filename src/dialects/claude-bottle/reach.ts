import { posix } from 'node:path'
import { gateway } from '../../language/claude-bottle/gateway.ts'
import type { Grant, NetworkReach, Reach } from '../reach.ts'
import {
  behindProxies,
  everyAddress,
  noNetwork,
  openGateway,
  openNetwork,
  pastGateways,
  replaced,
  userGrant,
  variableGrants,
  whyTsi,
} from '../reach.ts'
import { remembered } from '../remembered.ts'
import type { AddressRange } from '../values/addresses.ts'
import { mergeRanges, rangesOf, withMapped, withoutRanges } from '../values/addresses.ts'
import { gvproxyNetwork } from './companion.ts'
import type { ClaudeBottleDocument } from './document.ts'

type Device = ClaudeBottleDocument['net'][number]

/**
 * What a claude-bottle can get at: without a companion whatever the host of gvproxy reaches, which
 * by its defaults has the host's own loopback open; with one, of the host's loopback the address of
 * its gateway, and the rest unless gvproxy is confined. Without a device it is libkrun's TSI.
 */
export function reachOfBottle({ env, net }: ClaudeBottleDocument): Reach {
  const own = [...variableGrants(env, 'env'), ...userGrant(undefined, '')]
  const by = net.map((_, index) => `net[${index}].socket`)
  const devices = net.map(deviceGrant)
  const [first, ...others] = net
  if (first === undefined) {
    const past: Grant = { part: 'gateway', what: pastGateways, by: ['net'] }
    return { network: openNetwork('tsi', by, { why: whyTsi }), grants: [past, ...own] }
  }
  // What is behind a second device nothing says.
  if (first.address === undefined || others.length > 0) {
    const said = { why: byDefault, assumes: 'gvproxy runs with its defaults' }
    const open: Grant = { part: 'gateway', what: openGateway, by }
    const grants = [...devices, open, ...replacesFiles('/', by), ...own]
    return { network: openNetwork('gvproxy', by, said), grants }
  }
  const proxies: Grant = {
    part: 'gateway',
    what: `${first.address}${behindProxies}`,
    by: ['net[0].address'],
  }
  const grants = [...devices, proxies, ...replacesFiles(posix.dirname(first.socket), by), ...own]
  return {
    network: throughCompanion(JSON.stringify(by)),
    grants: [...grants, ...replacesFiles('/', by)],
    confined: { network: confinedNetwork(JSON.stringify(by)), grants },
  }
}

const byDefault = 'by its default, gvproxy reaches whatever its host reaches'

function deviceGrant({ type, attachment, socket }: Device, index: number): Grant {
  return { part: 'gateway', what: `${socket}, by ${attachment} of ${type}`, by: [`net[${index}]`] }
}

/** What gvproxy's own interface does for whoever asks it from inside; it cannot be turned off. */
function replacesFiles(folder: string, by: readonly string[]): readonly Grant[] {
  const opens = { part: 'agent', what: opensPorts, by } as const
  const replaces: Grant = { part: 'agent', what: `${replaced}${folder}`, by }
  return folder === '/' ? [opens, replaces] : [replaces]
}

const opensPorts = "gvproxy's own interface, which opens ports of the host"

// Nearly all bottles have one network, and what it leads to takes longest to find out.
const throughCompanion = remembered((by) => companionNetwork(JSON.parse(by)))
const confinedNetwork = remembered((by) => proxyNetwork(JSON.parse(by)))

/** Everything but what gvproxy translates to the host's own 127.0.0.1 by its default. */
function companionNetwork(by: readonly string[]): NetworkReach {
  const host = withMapped(rangesOf([gvproxyNetwork.host]))
  const addresses = withoutRanges(everyAddress, host)
  const loopback = rangesOf([gvproxyNetwork.proxies])
  // By UDP the address of nobody is the host's 127.0.0.1, whatever is translated.
  const nobody = rangesOf(['0.0.0.0'])
  return {
    ...openNetwork('gvproxy', by, {
      why: "gvproxy reaches whatever its host reaches, but for the host's own 127.0.0.1",
    }),
    tcp: addresses,
    udp: addresses,
    loopback: { tcp: loopback, udp: mergeRanges([...loopback, ...nobody]), udpPorts: [] },
    fixed: fixedNames(),
    absent: { ranges: host, assumes: `nothing outside has the address ${gvproxyNetwork.host}` },
  }
}

/** The three proxies, and what gvproxy itself serves. */
function proxyNetwork(by: readonly string[]): NetworkReach {
  const { proxies, gateway: served } = gvproxyNetwork
  const [proxyRange, servedRange] = [single(proxies), single(served)]
  const at = (range: AddressRange, port: number) => ({
    ...range,
    ports: { first: port, last: port },
  })
  return {
    ...noNetwork,
    way: 'gvproxy',
    by,
    tcpPorts: [
      ...Object.values(gateway.ports).map((port) => at(proxyRange, port)),
      at(servedRange, 80),
      at(servedRange, 53),
    ],
    udpPorts: [at(servedRange, 53)],
    dns: [{ name: gateway.host, itself: true, below: false, by: 'net[0].address' }],
    fixed: fixedNames(),
  }
}

function fixedNames(): ReadonlyMap<string, AddressRange> {
  return new Map([[gateway.host, single(gvproxyNetwork.proxies)]])
}

function single(address: string): AddressRange {
  return rangesOf([address])[0] as AddressRange
}
