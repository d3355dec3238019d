import { maskSmolfiles } from '../../dialects/smolfile-secrets.ts'
import type { BottleReview, ConfigurationReview, Finding } from '../finding.ts'
import { noSmolfile, placeText, showChange } from '../shown.ts'
import { groupFindings } from '../summary.ts'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'
import { sideBySide } from './side-by-side.ts'

/** Past this many that do not widen, rows are read by nobody. */
const mostHarmless = 300

/** One bottle: its findings in a table, and the two texts of its Smolfile. */
export function bottleMarkup(bottle: BottleReview, index: number): Markup {
  const { slug, state, from, dialect, findings, before, after } = bottle
  const id = `bottle-${index}`
  const source = (after ?? before)?.source
  return html`<article aria-labelledby="${id}">
<h3 id="${id}">${slug} <span class="state">${state}${from === undefined ? html`` : html` from <code>${from}</code>`}</span></h3>
<p class="facts">${dialect ?? noSmolfile}${source === undefined ? html`` : html` · <code>${source}</code>`}</p>
${findingsMarkup(findings)}
${textsMarkup(bottle)}</article>
`
}

/** The changes of the configuration, which is of all bottles. */
export function configurationMarkup({ file, findings }: ConfigurationReview): Markup {
  return html`<article aria-labelledby="configuration">
<h3 id="configuration">${file} <span class="state">changed</span></h3>
<p class="facts">configuration</p>
${findingsMarkup(findings)}
</article>
`
}

function findingsMarkup(findings: readonly Finding[]): Markup {
  const rows = groupFindings(findings).flatMap((group) => group.findings)
  const widening = rows.filter((finding) => finding.class === 'widens').length
  const shown = rows.slice(0, widening + mostHarmless)
  const more = rows.length - shown.length
  return html`<div class="scroll"><table class="findings">
<thead><tr><th scope="col">Class</th><th scope="col">Setting</th><th scope="col">Change</th><th scope="col">Why</th></tr></thead>
<tbody>${shown.map(rowMarkup)}</tbody></table></div>
${more > 0 ? html`<p>… and ${more} more changes.</p>` : html``}`
}

function rowMarkup(finding: Finding): Markup {
  const { path, before, after } = showChange(finding)
  const { class: isolationClass, reason, note } = finding
  const place = placeText(finding)
  const values = [
    ...(before === undefined ? [] : [html`<del><span class="sign">- </span>${before}</del>`]),
    ...(after === undefined ? [] : [html`<ins><span class="sign">+ </span>${after}</ins>`]),
  ]
  return html`<tr class="${isolationClass}"><td><span class="badge">${isolationClass}</span></td>
<th scope="row"><code>${path}</code></th><td class="values">${values}</td>
<td>${reason}${note === undefined ? html`` : html`; ${note}`}${place === '' ? html`` : html`<span class="place">${place}</span>`}</td></tr>
`
}

/** The texts, folded; those of a bottle that is new or gone are beside nothing. */
function textsMarkup({ before, after }: BottleReview): Markup {
  const [had, has] = maskSmolfiles(before?.text ?? '', after?.text ?? '')
  if (had === has) return html``
  return html`<details><summary>The Smolfile, side by side</summary>${sideBySide(had, has)}</details>
`
}
