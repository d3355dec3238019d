import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { settings } from '../../language/smolvm/settings.ts'
import { hostKind } from '../kinds.ts'
import { isLocalImage } from '../values/image.ts'
import { prefixLength } from '../values/range.ts'
import type { SmolvmDocument } from './document.ts'

/** Whether there is an egress policy: it turns the network on, unless that is turned off. */
export function hasPolicy({ network }: SmolvmDocument): boolean {
  if (network === undefined) return false
  const { block_private, ...lists } = network
  return block_private === true || Object.values(lists).some((list) => (list ?? []).length > 0)
}

export function isNetworked(document: SmolvmDocument): boolean {
  return document.net ?? hasPolicy(document)
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
  return portLists(document).length === 0 && !hasPolicy(document)
}

/** Checks that the network's settings fit together, and warns of TSI. */
export function checkNetwork(document: SmolvmDocument): readonly Problem[] {
  const { net, net_backend } = document
  const ports = portLists(document)
  const policy = hasPolicy(document) ? ['network'] : []
  if (!isNetworked(document)) {
    return [
      ...(net_backend === undefined ? [] : ['net_backend']),
      ...(net === false ? policy : []),
      ...ports,
    ].map((path) => errorAt('BW057', path, `${path} is set, and there is no network`, networkHint))
  }
  if (!usesTsi(document)) return []
  const refused = net_backend === 'tsi' ? [...ports, ...policy] : []
  return [tsiWarning(net_backend), ...refused.map(beyondTsi)]
}

const networkHint = 'add .net(virtioNet({ … })), which is net = true in a Smolfile'
const hint = 'use .net(virtioNet({ … })), which is net_backend = "virtio-net" in a Smolfile'

function tsiWarning(backend: string | undefined): Problem {
  const which = backend === undefined ? "smolvm's default without ports and a policy" : 'TSI'
  const message = `this is ${which}: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced`
  return warningAt('BW060', backend === undefined ? 'net' : 'net_backend', message, hint)
}

function beyondTsi(path: string): Problem {
  const why = path === 'network' ? 'it enforces no egress policy' : 'it publishes no ports'
  return errorAt('BW056', path, `${path} cannot be had with TSI: ${why}`, hint)
}

/** Checks that the image of a registry can be fetched. */
export function checkRegistry(document: SmolvmDocument): readonly Problem[] {
  const { image } = document
  if (image === undefined || image === '' || isLocalImage(image) || isNetworked(document)) return []
  if (hostKind(settings.image).check?.(image as never, 'image', settings.image).length !== 0)
    return []
  const message = `the image ${quote(image)} is a registry's, and there is no network to fetch it`
  const hint = 'add .net(virtioNet({ … })), or give the path of an archive or a folder'
  return [errorAt('BW055', 'image', message, hint)]
}

/** Whether egress is open to every address. */
export function allowsEverything({ network }: SmolvmDocument): boolean {
  const { allow_hosts = [], allow_host_patterns = [], allow_cidrs = [] } = network ?? {}
  if (hasAllAddresses(allow_cidrs)) return true
  return allow_hosts.length + allow_host_patterns.length + allow_cidrs.length === 0
}

const knownLists = new WeakMap<readonly string[], boolean>()

/** Whether one of the ranges is every address. A review asks it of one list for each change. */
function hasAllAddresses(ranges: readonly string[]): boolean {
  const known = knownLists.get(ranges) ?? ranges.some((range) => prefixLength(range) === 0)
  knownLists.set(ranges, known)
  return known
}
