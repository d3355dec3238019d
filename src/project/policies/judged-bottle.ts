import { groupBy } from '../../diagnostic/group-by.ts'
import { SecretLabels, secretsIn } from '../../dialects/masking.ts'
import type { NetworkReach, Reach } from '../../dialects/reach.ts'
import { remembered } from '../../dialects/remembered.ts'
import { secretSpans } from '../../dialects/secret-spans.ts'
import type {
  DocumentValue,
  JudgedBottle,
  JudgedReach,
  ReachedFiles,
  ReachedName,
  ReachedPart,
} from '../../language/policy/judged.ts'
import { addressesByEntry, loopbackByEntry } from '../../reach/address-entries.ts'
import type { ReachItem } from '../../reach/reach-items.ts'
import { grantItems, networkItems } from '../../reach/reach-items.ts'
import { reachOf } from '../bottle-reach.ts'
import type { Bottle } from '../validate.ts'

/** What policies are given of a bottle: nothing in it is a secret. It is made once. */
export function judgedBottle(bottle: Bottle): JudgedBottle {
  const judged = made.get(bottle) ?? makeJudged(bottle)
  made.set(bottle, judged)
  return judged
}

const made = new WeakMap<Bottle, JudgedBottle>()

function makeJudged(bottle: Bottle): JudgedBottle {
  const { slug, source, dialect, document, acknowledged } = bottle
  const secrets = secretsIn(document)
  const labels = new SecretLabels(secrets)
  const known = new Map<string, string>()
  const mask = (text: string): string => {
    if (secrets.length === 0 && isPlain(text)) return text
    const masked = known.get(text) ?? labels.mask(text)
    known.set(text, masked)
    return masked
  }
  return {
    slug,
    dialect,
    source,
    document: masked(document, mask) as JudgedBottle['document'],
    reach: reachFor(bottle, mask, secrets.length > 0),
    acknowledged,
  }
}

/** Whether nothing in a text is a secret by its form: most texts are in many bottles. */
const isPlain = remembered((text) => secretSpans(text).length === 0)

type Mask = (text: string) => string

function masked(value: unknown, mask: Mask): DocumentValue {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((each) => masked(each, mask))
  if (typeof value !== 'object' || value === null) return value as DocumentValue
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries.map(([key, each]) => [mask(key), masked(each, mask)]))
}

function reachFor(bottle: Bottle, mask: Mask, hasSecrets: boolean): JudgedReach {
  const reach = reachOf(bottle)
  const of = byPart(grantItems(reach), mask)
  const { network, loopback, addresses, hosts, dns } = networkOf(reach, mask, hasSecrets)
  return {
    network,
    loopback,
    addresses,
    hosts,
    dns,
    files: of('files').map(filed),
    // No two bottles have the same of it, and few policies ask for it.
    get gateway() {
      return of('gateway')
    },
    published: of('published'),
    secrets: of('secrets'),
    credentials: of('credentials'),
    devices: of('devices'),
    get agent() {
      return of('agent')
    },
    variables: of('variables'),
    user: of('user'),
    image: of('image'),
    malformed: of('malformed'),
  }
}

/** The parts of reach by their names, each made when it is asked for: none of them with a secret. */
function byPart(items: readonly ReachItem[], mask: Mask) {
  const parts = groupBy(items, ({ part }) => part)
  const made = new Map<ReachItem['part'], readonly ReachedPart[]>()
  return (part: ReachItem['part']): readonly ReachedPart[] => {
    const known = made.get(part)
    if (known !== undefined) return known
    const own = (parts.get(part) ?? []).map((item) => ({ ...item, what: mask(item.what) }))
    made.set(part, own)
    return own
  }
}

type NetworkParts = Pick<JudgedReach, 'network' | 'loopback' | 'addresses' | 'hosts' | 'dns'>

/** Many bottles have one network, in which nothing is a secret. */
const known = new WeakMap<NetworkReach, { confined: NetworkReach | undefined; is: NetworkParts }>()

function networkOf(reach: Reach, mask: Mask, hasSecrets: boolean): NetworkParts {
  const confined = reach.confined?.network
  const before = hasSecrets ? undefined : known.get(reach.network)
  if (before !== undefined && before.confined === confined) return before.is
  const items = networkItems(reach).filter(({ part }) => !isByEntry(reach, part))
  const all = isByEntry(reach) ? [...items, ...entriesOf(reach.network)] : items
  const of = byPart(all, mask)
  const [network = { part: 'network', what: 'none', by: [] }] = of('network')
  const is: NetworkParts = {
    network,
    loopback: of('loopback'),
    addresses: of('addresses'),
    hosts: named(of('names')),
    dns: named(of('dns')),
  }
  if (!hasSecrets && all.every(({ what }) => isPlain(what))) {
    known.set(reach.network, { confined, is })
  }
  return is
}

/** Whether a part of reach is told by the entries of lists that open it. */
function isByEntry({ network, confined }: Reach, part: ReachItem['part'] = 'addresses'): boolean {
  const isOfEntries = part === 'loopback' || part === 'addresses'
  return isOfEntries && confined === undefined && network.entries !== undefined
}

function entriesOf(network: NetworkReach): readonly ReachItem[] {
  return [...loopbackByEntry(network), ...addressesByEntry(network)]
}

/** Names, each once: one is told with and without what is below it. */
function named(items: readonly ReachedPart[]): readonly ReachedName[] {
  const names = new Map<string, ReachedName>()
  for (const item of items) {
    const [, star = '', bare = ''] = /^(\*\.)?(.*)$/s.exec(item.what) ?? []
    const key = JSON.stringify([bare, item.by])
    const isBelow = star !== ''
    const other = names.get(key)
    names.set(key, { ...(other ?? item), name: other?.name ?? item.what, below: isBelow })
  }
  return [...names.values()]
}

/** A grant of files says `read` or `write`, and which. */
function filed(item: ReachedPart): ReachedFiles {
  const [, access = 'write', path = item.what] = /^(read|write) (.*)$/s.exec(item.what) ?? []
  return { ...item, access: access === 'read' ? 'read' : 'write', path }
}
