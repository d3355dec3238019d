/** What a bottle can get at as the nodes of a picture: few, each with the part of reach that it is. */
import type { Grant, GrantPart, NetworkReach, Reach } from '../dialects/reach.ts'
import { noNetwork } from '../dialects/reach.ts'
import { addressNodes, opensPrivate } from './address-nodes.ts'
import { nameText } from './beyond.ts'

/** Something that a bottle gets to. */
export interface ReachNode {
  /** What kind of thing it is, in a word. */
  readonly kind: string
  /** Nodes of one kind and key are the same thing. Keys and labels hold texts of the Smolfile. */
  readonly key: string
  readonly label: string
  /** Whether it is more than what is named. */
  readonly isOpen: boolean
  /** The part of reach that it stands for. */
  readonly reach: Reach
}

/** What traffic goes through on its way out. */
export interface Way {
  readonly label: string
  readonly isOpen: boolean
}

/** What nearly every socket serves, and so says nothing of one. */
const usualDevice = /, by unixgram of virtio-net$/

/** Whether a gateway is the device that traffic goes through, and not what is behind it. */
function isDevice(what: string): boolean {
  return /, by \S+ of \S+$/.test(what)
}

/** Returns the ways out of a bottle; none when nothing leaves it. */
export function waysOf({ network, grants }: Reach): readonly Way[] {
  if (network.way === 'tsi') return [{ label: 'TSI', isOpen: true }]
  const gateways = grants.filter(({ part, what }) => part === 'gateway' && isDevice(what))
  if (gateways.length > 0) {
    return gateways.map(({ what }) => ({ label: what.replace(usualDevice, ''), isOpen: false }))
  }
  return network.way === 'none' ? [] : [{ label: network.way, isOpen: false }]
}

/** Returns what a bottle gets to by its network. */
export function networkNodes({ network }: Reach): readonly ReachNode[] {
  const addresses = addressNodes(network)
  const isPublic = addresses.some(({ key }) => key === 'public')
  return [
    ...loopbackNodes(network),
    ...addresses,
    ...nameNodes(network),
    // Where every address is open, that every name is answered opens nothing more.
    ...(network.dns === 'any' && !isPublic ? [anyName] : []),
  ]
}

const anyName: ReachNode = {
  kind: 'DNS',
  key: '',
  label: 'questions for any name',
  isOpen: true,
  reach: { network: { ...noNetwork, dns: 'any' }, grants: [] },
}

function loopbackNodes({ loopback, named }: NetworkReach): readonly ReachNode[] {
  const isOpen = loopback.tcp.length + loopback.udp.length > 0
  const isAnswered = named.loopback.tcp.length + named.loopback.udp.length > 0
  if (!isOpen && !isAnswered) return []
  const when = isOpen ? '' : ', when an allowed name answers its address'
  const opened = { ...noNetwork.named, loopback: named.loopback }
  return [
    {
      kind: 'loopback',
      key: '',
      label: `services of the host itself${when}`,
      isOpen: true,
      reach: { network: { ...noNetwork, loopback, named: opened }, grants: [] },
    },
  ]
}

function nameNodes({ named }: NetworkReach): readonly ReachNode[] {
  const where = opensPrivate(named.opens) ? ', at private addresses too' : ''
  return named.names.map((name) => {
    const key = nameText(name)
    const own = { ...noNetwork.named, names: [name], opens: named.opens }
    const reach = { network: { ...noNetwork, named: own }, grants: [] }
    return { kind: 'host', key, label: `${key}${where}`, isOpen: false, reach }
  })
}

/** Returns what a bottle is handed, and what of it the host can reach. */
export function grantNodes({ grants }: Reach): readonly ReachNode[] {
  const nodes = new Map<string, Shown & { readonly grants: Grant[] }>()
  for (const grant of grants) {
    const shown = shownBy[grant.part]?.(grant)
    if (shown === undefined) continue
    const key = JSON.stringify([shown.kind, shown.key])
    const known = nodes.get(key)
    if (known === undefined) nodes.set(key, { ...shown, grants: [grant] })
    else known.grants.push(grant)
  }
  return [...nodes.values()].map(({ kind, key, isOpen = false, labelOf, grants }) => {
    const label = labelOf?.(grants) ?? key
    const reach = { network: noNetwork, grants }
    // A folder that can be written to is another line than one that can be read, and the place of a
    // port in its list is none.
    return { kind, key: ['mount', 'port'].includes(kind) ? label : key, label, isOpen, reach }
  })
}

/** What a grant is shown as; several of one kind and key are one. */
interface Shown {
  readonly kind: string
  readonly key: string
  readonly isOpen?: boolean
  /** The label of all of them. Default: the key. */
  readonly labelOf?: (grants: readonly Grant[]) => string
}

type ShowGrant = (grant: Grant) => Shown

const plainly =
  (kind: string, isOpen = false): ShowGrant =>
  ({ what }) => ({ kind, key: what, isOpen })

/** How grants are shown. Those of the others say who runs, or by what way. */
const shownBy: { readonly [P in GrantPart]?: ShowGrant } = {
  published: ({ what, by }) =>
    portOf(what) === undefined
      ? { kind: 'port', key: what }
      : { kind: 'port', key: by.join(' '), labelOf: portsText },
  files: ({ what }) => {
    const path = what.slice(what.indexOf(' ') + 1)
    const shown = /^[\w-]/.test(path) && !path.includes('://') ? `./${path}` : path
    return { kind: 'mount', key: path, labelOf: (grants) => `${shown}, ${modesOf(grants)}` }
  },
  secrets: plainly('secret'),
  credentials: ({ what }) => {
    const { use = what } = useOf(what) ?? {}
    return { kind: 'credential', key: use, labelOf: (grants) => `${use}${methodsOf(grants)}` }
  },
  devices: plainly('device'),
  agent: plainly('socket', true),
  variables: plainly('variable'),
  malformed: plainly('malformed', true),
}

function modesOf(grants: readonly Grant[]): string {
  return grants.some(({ what }) => what.startsWith('write ')) ? 'read and write' : 'read only'
}

function portOf(what: string) {
  return /^(?<protocol>\w+) (?<host>\d+) to (?<guest>\d+)$/.exec(what)?.groups
}

function portsText(grants: readonly Grant[]): string {
  const [first, last] = [grants[0], grants.at(-1)].map((each) => portOf(each?.what ?? ''))
  const span = (side: 'host' | 'guest') =>
    first?.[side] === last?.[side] ? first?.[side] : `${first?.[side]}-${last?.[side]}`
  return `${span('guest')}, at the host's 127.0.0.1:${span('host')} by ${first?.protocol?.toUpperCase()}`
}

function useOf(what: string) {
  return /^(?<use>.*) by (?<method>[A-Z]+) in (?:its|the) .*$/s.exec(what)?.groups
}

function methodsOf(grants: readonly Grant[]): string {
  const methods = new Set(grants.flatMap(({ what }) => useOf(what)?.method ?? []))
  return methods.size === 0 || methods.size > 6 ? '' : ` by ${[...methods].join(', ')}`
}
