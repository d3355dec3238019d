import { count } from '../../diagnostic/text.ts'
import type { PictureLink, Topology } from '../topology.ts'
import { changedPart, merged } from '../topology.ts'
import { mermaidLabel } from './markdown-text.ts'

/** Past this the picture is a tangle. */
const mostLinks = 60
/** Past this many bottles, only what changed is drawn. */
const mostWhole = 12

const arrows: Readonly<Record<PictureLink['state'], string>> = {
  kept: '-->',
  added: '==>',
  removed: '-.-x',
}

/** Draws what the bottles get to as a flowchart; none when it would be too large. */
export function mermaidPicture(all: readonly Topology[]): string | undefined {
  const bottles = merged(all.length > mostWhole ? changedPart(all) : all)
  const links = bottles
    .flatMap(({ branches }) => branches)
    .reduce((sum, branch) => sum + branch.heads.length + branch.links.length + branch.more, 0)
  if (links === 0 || links > mostLinks) return undefined
  const ids = new Map<string, string>()
  const lines: string[] = []
  const node = (label: string, shape: 'bottle' | 'open' | 'plain', owner = ''): string => {
    const key = JSON.stringify([owner, shape, label])
    const known = ids.get(key)
    if (known !== undefined) return known
    const id = `n${ids.size}`
    ids.set(key, id)
    const [open, close] = shape === 'bottle' ? ['([', '])'] : ['[', ']']
    lines.push(`  ${id}${open}${mermaidLabel(label)}${close}${shape === 'open' ? ':::open' : ''}`)
    return id
  }
  for (const { slugs, branches } of bottles) {
    const name =
      slugs.length === 1 ? slugs[0] : `${count(slugs.length, 'bottle')}: ${slugs.join(', ')}`
    const bottle = node(name, 'bottle')
    for (const { heads, links } of branches) {
      const shape = ({ isOpen }: PictureLink) => (isOpen ? 'open' : 'plain')
      const own = heads.map((head) => ({ ...head, id: node(head.label, shape(head), name) }))
      for (const { id, state } of own) lines.push(`  ${bottle} ${arrows[state]} ${id}`)
      const from = own.find(({ state }) => state !== 'removed')?.id ?? own[0]?.id ?? bottle
      for (const link of links) {
        const label = link.kind === '' ? link.label : `${link.kind} ${link.label}`
        lines.push(`  ${from} ${arrows[link.state]} ${node(label, shape(link))}`)
      }
    }
  }
  return ['flowchart LR', ...lines, '  classDef open stroke:#d1242f,stroke-width:3px'].join('\n')
}
