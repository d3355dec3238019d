import { dialectOf } from '../dialects/dialects.ts'
import type { Node } from '../dialects/picture.ts'
import { tsiDoor } from '../dialects/picture.ts'
import type { BottleReview } from './finding.ts'
import type { ReviewedBottle } from './tree.ts'

export interface PictureLink extends Node {
  readonly state: 'kept' | 'added' | 'removed'
}

/** The things that one bottle hangs on and reaches, before and after. */
export interface BottleTopology {
  readonly slug: string
  readonly state: BottleReview['state']
  readonly doors: readonly PictureLink[]
  readonly targets: readonly PictureLink[]
}

/** The picture of the bottles that there still are. */
export function topologyOf(bottles: readonly BottleReview[]): readonly BottleTopology[] {
  return bottles.flatMap(({ slug, state, before, after }) => {
    if (after === undefined) return []
    const links = compareNodes(before === undefined ? undefined : nodesOf(before), nodesOf(after))
    const isDoor = ({ kind, label }: PictureLink) => kind === 'door' || label === tsiDoor.label
    return [
      { slug, state, doors: links.filter(isDoor), targets: links.filter((link) => !isDoor(link)) },
    ]
  })
}

function nodesOf({ dialect, document }: ReviewedBottle): readonly Node[] {
  // The dialect says of which type the document is.
  return dialectOf(dialect).nodes(document as never)
}

function compareNodes(
  before: readonly Node[] | undefined,
  after: readonly Node[],
): readonly PictureLink[] {
  const key = ({ kind, label }: Node) => `${kind} ${label}`
  const had = new Map((before ?? []).map((node) => [key(node), node]))
  const has = new Map(after.map((node) => [key(node), node]))
  // Of a new bottle everything is new, and colour would say nothing.
  const isKept = (name: string) => before === undefined || had.has(name)
  return [
    ...[...has].map(
      ([name, node]): PictureLink => ({ ...node, state: isKept(name) ? 'kept' : 'added' }),
    ),
    ...[...had].flatMap(([name, node]): PictureLink[] =>
      has.has(name) ? [] : [{ ...node, state: 'removed' }],
    ),
  ]
}
