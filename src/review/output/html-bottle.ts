import { count } from '../../diagnostic/text.ts'
import { maskSmolfiles } from '../../dialects/smolfile-secrets.ts'
import type { BottleReview, ConfigurationReview, Finding } from '../finding.ts'
import type { Section } from '../sections.ts'
import {
  cautionText,
  dialectsText,
  placeText,
  showChange,
  someNames,
  statesText,
} from '../shown.ts'
import { groupFindings } from '../summary.ts'
import type { LinkTo } from './link.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { sideBySide } from './side-by-side.ts'

/** Past this many that do not widen, rows are read by nobody. */
const mostHarmless = 300

/**
 * Bottles with the findings that all of them have, and the two texts of their Smolfiles.
 *
 * @param texts The bottles whose texts are not shown elsewhere.
 */
export function sectionMarkup(
  { bottles, findings }: Section,
  index: number,
  texts: readonly BottleReview[],
  linkTo?: LinkTo,
): Markup {
  const [{ slug, from, before, after }] = bottles
  const id = `section-${index}`
  const isOne = bottles.length === 1
  const source = isOne ? (after ?? before)?.source : undefined
  const caution = cautionText(bottles)
  return html`<article aria-labelledby="${id}">
<h3 id="${id}">${isOne ? slug : count(bottles.length, 'bottle')} <span class="state">${statesText(bottles)}${isOne && from !== undefined ? html` from <code>${from}</code>` : html``}</span></h3>
<p class="facts">${dialectsText(bottles)}${source === undefined ? html`` : html` · <code>${source}</code>`}</p>
${
  caution === undefined
    ? html``
    : html`<p class="caution">${caution}</p>
`
}${isOne ? html`` : namesMarkup(bottles)}${findingsMarkup(findings, linkTo)}
${isOne ? textsMarkup(texts, html``) : textsMarkup(texts, html`s`)}</article>
`
}

function namesMarkup(bottles: Section['bottles']): Markup {
  const { names, more } = someNames(bottles)
  const last = more === '' ? html`` : html`<li>${more}</li>`
  return html`<ul class="bottles">${names.map((name) => html`<li><code>${name}</code></li>`)}${last}</ul>
`
}

/** The changes of the configuration, which is of all bottles. */
export function configurationMarkup(
  { file, findings }: ConfigurationReview,
  linkTo?: LinkTo,
): Markup {
  return html`<article aria-labelledby="configuration">
<h3 id="configuration">${file} <span class="state">changed</span></h3>
<p class="facts">configuration</p>
${findingsMarkup(findings, linkTo)}
</article>
`
}

function findingsMarkup(findings: readonly Finding[], linkTo: LinkTo | undefined): Markup {
  const rows = groupFindings(findings).flatMap((group) => group.findings)
  const widening = rows.filter((finding) => finding.class === 'widens').length
  const shown = rows.slice(0, widening + mostHarmless)
  const more = rows.length - shown.length
  return html`<div class="scroll"><table class="findings">
<thead><tr><th scope="col">Class</th><th scope="col">Setting</th><th scope="col">Change</th><th scope="col">Why</th></tr></thead>
<tbody>${shown.map((row) => rowMarkup(row, linkTo))}</tbody></table></div>
${more > 0 ? html`<p>… and ${more} more changes.</p>` : html``}`
}

function rowMarkup(finding: Finding, linkTo: LinkTo | undefined): Markup {
  const { path, before, after } = showChange(finding)
  const { class: isolationClass, reason, note } = finding
  const place = placeText(finding)
  const values = [
    ...(before === undefined ? [] : [html`<del><span class="sign">- </span>${before}</del>`]),
    ...(after === undefined ? [] : [html`<ins><span class="sign">+ </span>${after}</ins>`]),
  ]
  return html`<tr class="${isolationClass}"><td><span class="badge">${isolationClass}</span></td>
<th scope="row"><code>${path}</code></th><td class="values">${values}</td>
<td>${reason}${note === undefined ? html`` : html`; ${note}`}${place === '' ? html`` : html`<span class="place">${linked(place, finding, linkTo)}</span>`}</td></tr>
`
}

/** A place, as a link where it leads anywhere. */
function linked(place: string, { origin }: Finding, linkTo: LinkTo | undefined): Markup {
  const url = origin === undefined ? undefined : linkTo?.(origin)
  return url === undefined ? html`${place}` : html`<a href="${url}" rel="noreferrer">${place}</a>`
}

/** The texts, folded; those of a bottle that is new or gone are beside nothing. */
function textsMarkup(bottles: readonly BottleReview[], plural: Markup): Markup {
  const texts = bottles.flatMap(({ slug, before, after }) => {
    const [had, has] = maskSmolfiles(before?.text ?? '', after?.text ?? '')
    if (had === has) return []
    return [html`${bottles.length === 1 ? html`` : html`<h4>${slug}</h4>`}${sideBySide(had, has)}`]
  })
  if (texts.length === 0) return html``
  return html`<details><summary>The Smolfile${plural}, side by side</summary>${texts}</details>
`
}
