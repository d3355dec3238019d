import { count } from '../../diagnostic/text.ts'
import type { Branch, PictureLink, Topology } from '../topology.ts'
import { changedPart, merged, stateOfBranch } from '../topology.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'

/** Past this many bottles, only what changed is drawn openly. */
const mostWhole = 12
/** Past this many, nothing more is drawn. */
const mostDrawn = 100
const mostSlugs = 12

/** Draws what the bottles get to: of many what changed, and the rest folded. */
export function topologyPicture(all: readonly Topology[]): Markup {
  const whole = merged(all)
  const isFew = all.length <= mostWhole
  const drawn = isFew ? whole : merged(changedPart(all))
  const rest = isFew
    ? html``
    : html`<details><summary>All that these bottles get to</summary>${bottlesMarkup(whole)}</details>
`
  return html`<figure>${drawn.length === 0 ? html`<p>They get to what they got to before.</p>` : bottlesMarkup(drawn)}
<figcaption><span class="key added">Thick</span> lines are new, <span class="key removed">dashed</span> ones are gone. Red boxes stand for more than what they name.${isFew ? html`` : html` Of so many bottles only what changed is drawn.`}</figcaption>
${rest}</figure>`
}

function bottlesMarkup(topologies: readonly Topology[]): Markup {
  const shown = topologies.slice(0, mostDrawn)
  const more = topologies.slice(mostDrawn).reduce((sum, { slugs }) => sum + slugs.length, 0)
  return html`<ul class="picture">
${shown.map(bottleMarkup)}</ul>${more === 0 ? html`` : html`<p>… and ${count(more, 'more bottle')}.</p>`}`
}

function bottleMarkup({ slugs, states, branches }: Topology): Markup {
  const [slug] = slugs
  const title = slugs.length === 1 ? slug : count(slugs.length, 'bottle')
  const named = slugs.slice(0, mostSlugs).join(', ')
  const more = slugs.length > mostSlugs ? `, and ${slugs.length - mostSlugs} more` : ''
  const names = slugs.length === 1 ? html`` : html`<small>${named}${more}</small>`
  const own = [...new Set(states)].filter((state) => state !== 'changed')
  const state = own.length === 0 ? html`` : html` <span class="state">${own.join(', ')}</span>`
  return html`<li><div class="box bottle"><b>${title}</b>${state}${names}</div>
<ul class="branches">${branches.map(branchMarkup)}</ul></li>
`
}

function branchMarkup(branch: Branch): Markup {
  const { heads, links, more } = branch
  const beyond =
    more === 0 ? html`` : html`<li class="kept"><span class="box">and ${more} more</span></li>`
  return html`<li class="${stateOfBranch(branch)}"><div class="heads">${heads.map(boxMarkup)}</div>
${links.length === 0 && more === 0 ? html`` : html`<ul class="ends">${links.map(linkMarkup)}${beyond}</ul>`}</li>
`
}

function linkMarkup(link: PictureLink): Markup {
  return html`<li class="${link.state}">${boxMarkup(link)}</li>
`
}

function boxMarkup({ kind, label, isOpen, state }: PictureLink): Markup {
  const what = kind === '' ? html`` : html`<small>${kind}</small> `
  return html`<span class="box ${state}${isOpen ? ' open' : ''}">${what}${label}${stateMarkup(state)}</span>`
}

/** What is seen by the line alone is also said. */
function stateMarkup(state: PictureLink['state']): Markup {
  if (state === 'kept') return html``
  return html`<span class="said"> (${state === 'added' ? 'new' : 'gone'})</span>`
}
