import { count } from '../../diagnostic/text.ts'
import type { BottleTopology, PictureLink } from '../topology.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'

const mostBottles = 30
const mostTargets = 60

const box = { height: 28, gap: 12, radius: 6 } as const
const columns = {
  bottle: { x: 10, width: 200 },
  door: { x: 320, width: 330 },
  target: { x: 770, width: 300 },
} as const
const width = 1080
const top = 36
/** Of the monospaced 12 px that the boxes' texts are set in. */
const characterWidth = 7.3

interface Placed {
  readonly y: number
  readonly kind: string
  readonly label: string
  readonly state: string
}

interface Edge {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly state: PictureLink['state']
}

/** Draws what the bottles hang on and reach, as a picture in the page itself. */
export function topologyPicture(all: readonly BottleTopology[]): Markup {
  const bottles = all.slice(0, mostBottles)
  if (bottles.length === 0) return html``
  const { boxes, edges, height, leftOut } = place(bottles)
  const notes = [
    ...(all.length > bottles.length
      ? [`${count(all.length - bottles.length, 'more bottle')}`]
      : []),
    ...(leftOut > 0 ? [`${count(leftOut, 'more host')}`] : []),
  ]
  const note = notes.length === 0 ? html`` : html`<p>… and ${notes.join(' and ')}.</p>`
  return html`<figure><div class="scroll" tabindex="0" role="group" aria-label="Picture of the topology"><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="topology-title">
<title id="topology-title">Bottles, what their traffic goes through, and what it reaches</title>
<text class="head" x="${columns.bottle.x}" y="18">Bottle</text><text class="head" x="${columns.door.x}" y="18">attached to</text><text class="head" x="${columns.target.x}" y="18">and reaches</text>
${edges.map(edgeMarkup)}${boxes}</svg></div>
<figcaption>As it is after the change. <span class="key added">Thick</span> lines are new, <span class="key removed">dashed</span> ones were removed. Red boxes are open to everything.</figcaption></figure>${note}`
}

function place(bottles: readonly BottleTopology[]) {
  const step = box.height + box.gap
  const boxes: Markup[] = []
  const edges: Edge[] = []
  const targets = new Map<string, Placed>()
  let leftOut = 0
  let y = top
  for (const { slug, state, doors, targets: own } of bottles) {
    const rows = Math.max(1, doors.length)
    const middle = y + ((rows - 1) * step) / 2
    boxes.push(boxMarkup('bottle', { y: middle, kind: 'bottle', label: slug, state }))
    for (const [index, { kind, label, state: link }] of doors.entries()) {
      const at = y + index * step
      boxes.push(boxMarkup('door', { y: at, kind, label, state: link }))
      edges.push(edge('bottle', middle, 'door', at, link))
    }
    const from = doors.findIndex((door) => door.state !== 'removed')
    for (const { kind, label, state: link } of own) {
      const key = `${kind} ${label}`
      if (!targets.has(key) && targets.size >= mostTargets) {
        leftOut++
        continue
      }
      const target = targets.get(key) ?? {
        y: top + targets.size * step,
        kind,
        label,
        state: 'kept',
      }
      targets.set(key, target)
      edges.push(edge('door', y + Math.max(0, from) * step, 'target', target.y, link))
    }
    y += rows * step
  }
  for (const target of targets.values()) boxes.push(boxMarkup('target', target))
  const height = Math.max(y, top + targets.size * step)
  return { boxes, edges, height, leftOut }
}

function edge(
  from: keyof typeof columns,
  fromY: number,
  to: keyof typeof columns,
  toY: number,
  state: PictureLink['state'],
): Edge {
  return {
    x1: columns[from].x + columns[from].width,
    y1: fromY + box.height / 2,
    x2: columns[to].x,
    y2: toY + box.height / 2,
    state,
  }
}

function edgeMarkup({ x1, y1, x2, y2, state }: Edge): Markup {
  const bend = (x1 + x2) / 2
  return html`<path class="edge ${state}" d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}"/>\n`
}

function boxMarkup(column: keyof typeof columns, { y, kind, label, state }: Placed): Markup {
  const { x, width: wide } = columns[column]
  const shown = cutMiddle(label, Math.floor((wide - 20) / characterWidth))
  return html`<g class="box ${kind} ${state}"><title>${label}</title><rect x="${x}" y="${y}" width="${wide}" height="${box.height}" rx="${box.radius}"/><text x="${x + 10}" y="${y + 18}">${shown}</text></g>\n`
}

/** The ends of a path or a host say most. */
function cutMiddle(text: string, longest: number): string {
  const characters = [...text]
  if (characters.length <= longest) return text
  const half = Math.floor((longest - 1) / 2)
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`
}
