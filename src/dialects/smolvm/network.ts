import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { wholeFamilies } from '../values/policy.ts'
import type { SmolvmDocument, SmolvmNetwork } from './document.ts'

/** Whether there is anything that turns the network on, as `[network]` does whatever `net` says. */
function hasPolicy({ network }: SmolvmDocument): boolean {
  return network !== undefined && (limitsEgress(network) || (network.credentials ?? []).length > 0)
}

/** Whether there is an egress policy: what credentials alone are not. */
function limitsEgress(network: SmolvmNetwork): boolean {
  const { block_private, credentials: _, ...lists } = network
  const all: readonly (readonly string[] | undefined)[] = Object.values(lists)
  return block_private === true || all.some((list) => (list ?? []).length > 0)
}

/** Whether the guest has a network of its own, beside what its published ports bring. */
export function isNetworked(document: SmolvmDocument): boolean {
  return document.net === true || hasPolicy(document)
}

/** Whether ports are published: they bring an interface, on which nothing goes out. */
export function hasPorts(document: SmolvmDocument): boolean {
  return portLists(document).length > 0
}

/** The lists of ports that are there, by their paths. */
function portLists({ ports = [], dev }: SmolvmDocument): readonly string[] {
  return [
    ...(ports.length > 0 ? ['ports'] : []),
    ...((dev?.ports ?? []).length > 0 ? ['dev.ports'] : []),
  ]
}

/** Whether the guest's sockets are executed on the host. Ports or a policy pull the default off it. */
export function usesTsi(document: SmolvmDocument): boolean {
  const { net_backend } = document
  if (!isNetworked(document)) return false
  if (net_backend !== undefined) return net_backend === 'tsi'
  return !hasPorts(document) && !hasPolicy(document)
}

/** Checks that the network's settings fit together, and warns of TSI. */
export function checkNetwork(document: SmolvmDocument): readonly Problem[] {
  const { net_backend } = document
  if (net_backend === 'tsi') return [...tsiWarnings(document), ...refusedByTsi(document)]
  if (net_backend !== undefined && !isNetworked(document) && !hasPorts(document)) {
    const message = 'net_backend is set, and there is neither a network nor a published port'
    return [errorAt('BW057', 'net_backend', message, networkHint)]
  }
  return [...turnedOn(document), ...tsiWarnings(document)]
}

export const networkHint =
  'leave it out, or name the hosts: .net(virtioNet({ allowHosts: […] })), which is [network] allow_hosts and block_private = true in a Smolfile'
const hint =
  'use .net(virtioNet({ allowHosts: […] })), which is net_backend = "virtio-net" with [network] allow_hosts and block_private = true in a Smolfile'

function refusedByTsi(document: SmolvmDocument): readonly Problem[] {
  const { network } = document
  return [
    ...portLists(document),
    ...(network !== undefined && limitsEgress(network) ? ['network'] : []),
  ].map((path) => {
    const why = path === 'network' ? 'it enforces no egress policy' : 'it publishes no ports'
    return errorAt('BW056', path, `${path} cannot be had with TSI: ${why}`, hint)
  })
}

function tsiWarnings(document: SmolvmDocument): readonly Problem[] {
  if (!usesTsi(document)) return []
  const backend = document.net_backend
  const which = backend === undefined ? "smolvm's default without ports and a policy" : 'TSI'
  const message = `this is ${which}: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced`
  return [warningAt('BW060', backend === undefined ? 'net' : 'net_backend', message, hint)]
}

/** The engine reads a list under [network] as a request for a network, whatever `net` says. */
function turnedOn(document: SmolvmDocument): readonly Problem[] {
  if (document.net !== false || !hasPolicy(document)) return []
  const message = 'net is false, and [network] turns the network on all the same'
  const hint = 'leave out [network] for no network, or leave out net = false'
  return [warningAt('BW080', 'net', message, hint)]
}

/** Whether egress is open to every address. */
export function allowsEverything({ network }: SmolvmDocument): boolean {
  const { allow_hosts = [], allow_host_patterns = [], allow_cidrs = [] } = network ?? {}
  if (hasAllAddresses(allow_cidrs)) return true
  return allow_hosts.length + allow_host_patterns.length + allow_cidrs.length === 0
}

const knownLists = new WeakMap<readonly string[], boolean>()

/** Whether the ranges are every address of a family. A review asks it of one list for each change. */
function hasAllAddresses(ranges: readonly string[]): boolean {
  const known = knownLists.get(ranges) ?? wholeFamilies(ranges).length > 0
  knownLists.set(ranges, known)
  return known
}
