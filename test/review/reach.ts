import type { ClaudeBottleDocument } from '../../src/dialects/claude-bottle/document.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import type { ReviewedBottle } from '../../src/review/tree.ts'

/**
 * What a bottle can get at, as plainly as can be: the yardstick for the classes, written apart from
 * them. `covers` says of an item of another bottle that this one has it or more.
 */
export function reachOf({ dialect, document }: ReviewedBottle): readonly string[] {
  return dialect === 'claude-bottle'
    ? reachOfBottle(document as ClaudeBottleDocument)
    : reachOfMachine(document as SmolvmDocument)
}

export function covers(reach: readonly string[], item: string): boolean {
  if (reach.includes(item)) return true
  // TSI gets at the host's own services, and at whatever the host does.
  if (reach.includes('tsi') && /^(?:socket |past )/.test(item)) return true
  if (item.startsWith('host ')) return reach.includes('every host')
  if (item.startsWith('read ')) return reach.includes(item.replace('read', 'write'))
  return false
}

function reachOfBottle({ env, net }: ClaudeBottleDocument): readonly string[] {
  const bypassed = env.flatMap((entry) =>
    entry.startsWith('NO_PROXY=') && entry.includes('*') ? ['past the proxy'] : [],
  )
  const sockets = net.map(({ socket }) => `socket ${socket}`)
  return [...(net.length === 0 ? ['tsi'] : sockets), ...bypassed]
}

function reachOfMachine(document: SmolvmDocument): readonly string[] {
  const { network = {}, ports = [], volumes = [], dev = {} } = document
  const { allow_hosts = [], allow_host_patterns = [], allow_cidrs = [] } = network
  const named = [...allow_hosts, ...allow_host_patterns, ...allow_cidrs]
  const lists: readonly (readonly unknown[] | undefined)[] = [
    named,
    network.deny_cidrs,
    network.allow_private,
    network.allow_udp,
    network.credentials,
  ]
  const policy = network.block_private === true || lists.some((list) => (list ?? []).length > 0)
  const isOn = document.net === true || policy
  const published = ports.length + (dev.ports ?? []).length > 0
  const tsi = isOn && (document.net_backend ?? (policy || published ? 'virtio' : 'tsi')) === 'tsi'
  const isOpen = named.length === 0 || allow_cidrs.includes('0.0.0.0/0')
  return [
    ...(isOn ? ['network'] : []),
    ...(tsi ? ['tsi', 'every host'] : []),
    ...(isOn && isOpen ? ['every host'] : []),
    ...(isOn ? named.map((host) => `host ${host}`) : []),
    ...[...ports, ...(dev.ports ?? [])].map((port) => `port ${port}`),
    ...[...volumes, ...(dev.volumes ?? [])].map((each) =>
      each.endsWith(':ro') ? `read ${each.slice(0, -3)}` : `write ${each}`,
    ),
    ...(['gpu', 'cuda', 'auto_graph', 'rosetta', 'docker_socket'] as const).filter(
      (key) => document[key],
    ),
    ...(document.auth?.ssh_agent ? ['ssh'] : []),
    ...Object.entries(document.secrets ?? {}).map((secret) => `secret ${JSON.stringify(secret)}`),
    ...(network.credentials ?? []).flatMap(({ name, allowed_hosts }) =>
      allowed_hosts.map((host) => `credential ${name} to ${host}`),
    ),
    ...[document.user, dev.user].filter((user) => user === 'root').map(String),
  ]
}
