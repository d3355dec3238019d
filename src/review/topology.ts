import { dialectOf } from '../dialects/dialects.ts'
import type { SecretLabels } from '../dialects/masking.ts'
import type { Reach } from '../dialects/reach.ts'
import { noNetwork } from '../dialects/reach.ts'
import { replaceSlug } from '../dialects/replace-slug.ts'
import { beyond, withTrustedNames } from '../reach/beyond.ts'
import type { ReachNode, Way } from '../reach/nodes.ts'
import { grantNodes, networkNodes, waysOf } from '../reach/nodes.ts'
import type { BottleReview } from './finding.ts'
import { labelsFor } from './masking.ts'
import type { ReviewedBottle } from './tree.ts'

/** A line of the picture, and what is at its end. No secret is in it. */
export interface PictureLink {
  readonly state: 'kept' | 'added' | 'removed'
  /** What kind of thing it is, in a word; empty of what says so itself. */
  readonly kind: string
  readonly label: string
  /** Whether it is more than what is named. */
  readonly isOpen: boolean
}

/** What lines lead through, such as a socket, and the lines from there. */
export interface Branch {
  readonly heads: readonly PictureLink[]
  readonly links: readonly PictureLink[]
  /** How many lines there are beside these. */
  readonly more: number
}

/** Bottles, and what each of them gets to, before and after. */
export interface Topology {
  readonly slugs: readonly [string, ...string[]]
  readonly states: readonly BottleReview['state'][]
  readonly branches: readonly Branch[]
}

/** Past this many lines, a branch is read by nobody. */
const mostLinks = 60

/** What each of the bottles gets to. */
export function topologyOf(bottles: readonly BottleReview[]): readonly Topology[] {
  return bottles.map(({ slug, state, before, after }) => {
    const labels = labelsFor([before?.document, after?.document])
    const slugs = [before?.slug ?? slug, slug]
    const branches = branchesOf(viewOf(before), viewOf(after), slugs).map(
      (branch): Branch => ({
        ...branch,
        heads: branch.heads.map((link) => masked(link, labels)),
        links: branch.links.map((link) => masked(link, labels)),
      }),
    )
    return { slugs: [slug], states: [state], branches }
  })
}

/** The bottles with the lines that are new or gone alone; none of those of which nothing is. */
export function changedPart(all: readonly Topology[]): readonly Topology[] {
  const isChanged = ({ state }: PictureLink) => state !== 'kept'
  return all.flatMap((topology) => {
    const branches = topology.branches
      .map((branch) => ({ ...branch, links: branch.links.filter(isChanged), more: 0 }))
      .filter(({ heads, links }) => links.length > 0 || heads.some(isChanged))
    return branches.length === 0 ? [] : [{ ...topology, branches }]
  })
}

/** The bottles whose lines are the same as one. */
export function merged(all: readonly Topology[]): readonly Topology[] {
  const groups = new Map<string, Topology>()
  for (const { slugs, states, branches } of all) {
    const key = JSON.stringify(branches)
    const known = groups.get(key) ?? { slugs: [], states: [] }
    const more = { slugs: [...known.slugs, ...slugs], states: [...known.states, ...states] }
    groups.set(key, { ...more, branches } as unknown as Topology)
  }
  return [...groups.values()]
}

/** What there is of a bottle to be drawn. */
interface View {
  readonly reach: Reach
  readonly told: readonly Way[]
}

const nothing: View = { reach: { network: noNetwork, grants: [] }, told: [] }

function viewOf(bottle: ReviewedBottle | undefined): View | undefined {
  if (bottle === undefined) return undefined
  const dialect = dialectOf(bottle.dialect)
  // The dialect says of which type the document is.
  const document = bottle.document as never
  // As where changes are classed.
  const reach = withTrustedNames(dialect.reach(document))
  return { reach, told: dialect.told?.(document) ?? [] }
}

function branchesOf(
  before: View | undefined,
  after: View | undefined,
  slugs: readonly string[],
): readonly Branch[] {
  const [had, has] = [before ?? nothing, after ?? nothing]
  // A socket that follows the slug of a renamed bottle is the same way.
  const ways = compareByLabel(waysOf(had.reach), waysOf(has.reach), slugs)
  const isCut = after !== undefined && waysOf(has.reach).length === 0
  const network = {
    heads: isCut ? [...ways, head('no network')] : ways,
    ...compareNodes(networkNodes, had.reach, has.reach),
  }
  const granted = compareNodes(grantNodes, had.reach, has.reach)
  const told = compareByLabel(had.told, has.told, [])
  return [
    ...(network.heads.length === 0 ? [] : [network]),
    ...(granted.links.length === 0
      ? []
      : [{ heads: [head('handed over by the host', granted.links)], ...granted }]),
    ...(told.length === 0
      ? []
      : [{ heads: [head('named to clients inside', told)], links: told, more: 0 }]),
  ]
}

/** What stands before lines that lead through nothing: as new as all of them. */
function head(label: string, links: readonly PictureLink[] = []): PictureLink {
  return { state: commonState(links), kind: '', label, isOpen: false }
}

/** The state of the line that leads to a branch: of the heads that are left, if any is. */
export function stateOfBranch({ heads }: Branch): PictureLink['state'] {
  const left = heads.filter(({ state }) => state !== 'removed')
  return commonState(left.length === 0 ? heads : left)
}

/** The state of all lines, where they have the same. */
function commonState(links: readonly PictureLink[]): PictureLink['state'] {
  const [first = 'kept', ...others] = new Set(links.map(({ state }) => state))
  return others.length === 0 ? first : 'kept'
}

/** The nodes of two reaches: a line is new or gone only when something is reached or no longer. */
function compareNodes(
  nodesOf: (reach: Reach) => readonly ReachNode[],
  before: Reach,
  after: Reach,
): Pick<Branch, 'links' | 'more'> {
  const keyOf = ({ kind, key }: ReachNode) => JSON.stringify([kind, key])
  const [had, has] = [nodesOf(before), nodesOf(after)]
  const [hadKeys, hasKeys] = [new Set(had.map(keyOf)), new Set(has.map(keyOf))]
  const gone = had.filter((node) => !hasKeys.has(keyOf(node)))
  // Those that are new or gone at first sight are looked at before the room is used up.
  const isNew = (node: ReachNode) => !hadKeys.has(keyOf(node))
  const present = [...has.filter(isNew), ...has.filter((node) => !isNew(node))].slice(0, mostLinks)
  const shown = new Set(present)
  const link = ({ kind, label, isOpen }: ReachNode, state: PictureLink['state']) => {
    return { state, kind, label, isOpen }
  }
  const links = [
    ...has
      .filter((node) => shown.has(node))
      .map((node) => link(node, beyond(node.reach, before).length > 0 ? 'added' : 'kept')),
    ...gone
      .slice(0, mostLinks)
      .flatMap((node) => (beyond(node.reach, after).length > 0 ? [link(node, 'removed')] : [])),
  ]
  return { links, more: has.length - present.length + Math.max(0, gone.length - mostLinks) }
}

/** @param slugs The slugs that are the same in labels. */
function compareByLabel(
  before: readonly Way[],
  after: readonly Way[],
  slugs: readonly string[],
): readonly PictureLink[] {
  const byLabel = (ways: readonly Way[]) =>
    new Map(ways.map((each) => [slugs.reduce(replaceSlug, each.label), each]))
  const [had, has] = [byLabel(before), byLabel(after)]
  return [
    ...[...has].map(([key, way]): PictureLink => {
      return { ...way, kind: '', state: had.has(key) ? 'kept' : 'added' }
    }),
    ...[...had].flatMap(([key, way]): readonly PictureLink[] =>
      has.has(key) ? [] : [{ ...way, kind: '', state: 'removed' }],
    ),
  ]
}

function masked(link: PictureLink, labels: SecretLabels): PictureLink {
  return { ...link, label: labels.mask(link.label) }
}
