import type { ClaudeBottleDocument } from '../dialects/claude-bottle/document.ts'
import type { SmolvmDocument } from '../dialects/smolvm/document.ts'
import { isNetworked, usesTsi } from '../dialects/smolvm/network.ts'
import { allowsEverything } from '../dialects/smolvm/ranges.ts'
import { splitVariable } from '../dialects/variables.ts'
import type { BottleReview } from './finding.ts'
import {
  exemptHostsIn,
  gatewayHost,
  gatewayPortsIn,
  gatewayServices,
  isExemptionName,
  isLoopback,
  urlHostsIn,
} from './gateway-urls.ts'
import type { ReviewedBottle } from './tree.ts'

/** Something that a bottle hangs on or reaches. */
export interface Node {
  /** `door` is what its traffic goes through; the others are what it gets to. */
  readonly kind: 'door' | 'service' | 'host' | 'open'
  readonly label: string
}

export interface Link extends Node {
  readonly state: 'kept' | 'added' | 'removed'
}

/** What one bottle hangs on and reaches, before and after. */
export interface BottleTopology {
  readonly slug: string
  readonly state: BottleReview['state']
  readonly doors: readonly Link[]
  readonly targets: readonly Link[]
}

/** The picture of the bottles that there still are. */
export function topologyOf(bottles: readonly BottleReview[]): readonly BottleTopology[] {
  return bottles.flatMap(({ slug, state, before, after }) => {
    if (after === undefined) return []
    const links = compareNodes(before === undefined ? undefined : nodesOf(before), nodesOf(after))
    const isDoor = ({ kind, label }: Link) => kind === 'door' || label === tsiDoor.label
    return [
      { slug, state, doors: links.filter(isDoor), targets: links.filter((link) => !isDoor(link)) },
    ]
  })
}

const tsiDoor: Node = { kind: 'open', label: 'TSI' }
const theHost: Node = { kind: 'open', label: 'the host itself, by TSI' }
const everyHost: Node = { kind: 'open', label: 'every host' }

function nodesOf({ dialect, document }: ReviewedBottle): readonly Node[] {
  // The dialect says of which type the document is.
  return dialect === 'claude-bottle'
    ? claudeBottleNodes(document as ClaudeBottleDocument)
    : smolvmNodes(document as SmolvmDocument)
}

function claudeBottleNodes({ env, net }: ClaudeBottleDocument): readonly Node[] {
  const doors = net.map(({ socket }): Node => ({ kind: 'door', label: socket }))
  const services = env.flatMap(gatewayPortsIn).map((port): Node => {
    const name = gatewayServices.get(port)
    return {
      kind: 'service',
      label: `${name === undefined ? '' : `${name} `}${gatewayHost}:${port}`,
    }
  })
  return [...(doors.length === 0 ? [tsiDoor, theHost] : doors), ...services, ...variableNodes(env)]
}

/** The hosts that variables name: in URLs, and as exempt from the proxy. */
function variableNodes(env: readonly string[]): readonly Node[] {
  const exempt = env.flatMap((entry) => {
    const [name, list] = splitVariable(entry)
    return isExemptionName(name) ? exemptHostsIn(list).filter((host) => !isLoopback(host)) : []
  })
  const named = env.flatMap((entry) => urlHostsIn(entry.slice(entry.indexOf('=') + 1)))
  return [
    ...exempt.map(
      (host): Node => ({
        kind: host === '*' ? 'open' : 'host',
        label: host === '*' ? 'every host, past the proxy' : `${host}, past the proxy`,
      }),
    ),
    ...named.filter((host) => !isLoopback(host)).map((label): Node => ({ kind: 'host', label })),
  ]
}

function smolvmNodes(document: SmolvmDocument): readonly Node[] {
  if (!isNetworked(document)) return [{ kind: 'door', label: 'no network' }]
  if (usesTsi(document)) return [tsiDoor, theHost, everyHost]
  const door: Node = { kind: 'door', label: 'virtio-net' }
  if (allowsEverything(document)) return [door, everyHost]
  const { allow_hosts = [], allow_host_patterns = [], allow_cidrs = [] } = document.network ?? {}
  const labels = [...allow_hosts, ...allow_host_patterns, ...allow_cidrs]
  return [door, ...labels.map((label): Node => ({ kind: 'host', label }))]
}

function compareNodes(
  before: readonly Node[] | undefined,
  after: readonly Node[],
): readonly Link[] {
  const key = ({ kind, label }: Node) => `${kind} ${label}`
  const had = new Map((before ?? []).map((node) => [key(node), node]))
  const has = new Map(after.map((node) => [key(node), node]))
  // Of a new bottle everything is new, and colour would say nothing.
  const isKept = (name: string) => before === undefined || had.has(name)
  return [
    ...[...has].map(([name, node]): Link => ({ ...node, state: isKept(name) ? 'kept' : 'added' })),
    ...[...had].flatMap(([name, node]): Link[] =>
      has.has(name) ? [] : [{ ...node, state: 'removed' }],
    ),
  ]
}
