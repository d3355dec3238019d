import type { BottleTopology, PictureLink } from '../topology.ts'
import { mermaidLabel } from './markdown-text.ts'

/** Past this the picture is a tangle. */
const mostLinks = 60

const arrows: Readonly<Record<PictureLink['state'], string>> = {
  kept: '-->',
  added: '==>',
  removed: '-.-x',
}

/** Draws what the bottles hang on and reach as a flowchart; none when it would be too large. */
export function mermaidPicture(bottles: readonly BottleTopology[]): string | undefined {
  const links = bottles.reduce((sum, each) => sum + each.doors.length + each.targets.length, 0)
  if (links === 0 || links > mostLinks) return undefined
  const ids = new Map<string, string>()
  const lines: string[] = []
  const node = (kind: string, label: string, owner = ''): string => {
    const key = JSON.stringify([owner, kind, label])
    const known = ids.get(key)
    if (known !== undefined) return known
    const id = `n${ids.size}`
    ids.set(key, id)
    const [open, close] = kind === 'bottle' ? ['([', '])'] : ['[', ']']
    lines.push(`  ${id}${open}${mermaidLabel(label)}${close}${kind === 'open' ? ':::open' : ''}`)
    return id
  }
  for (const { slug, doors, targets } of bottles) {
    const bottle = node('bottle', slug)
    const own = doors.map((door) => ({ id: node(door.kind, door.label, slug), ...door }))
    for (const { id, state } of own) lines.push(`  ${bottle} ${arrows[state]} ${id}`)
    const from = own.find(({ state }) => state !== 'removed')?.id ?? bottle
    for (const { kind, label, state } of targets) {
      lines.push(`  ${from} ${arrows[state]} ${node(kind, label)}`)
    }
  }
  return ['flowchart LR', ...lines, '  classDef open stroke:#d1242f,stroke-width:3px'].join('\n')
}
