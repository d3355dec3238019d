import { createHash } from 'node:crypto'
import { count } from '../../diagnostic/text.ts'
import type { BottleReview, Review } from '../finding.ts'
import { isolationClasses } from '../finding.ts'
import type { Section } from '../sections.ts'
import { sectionsOf } from '../sections.ts'
import type { Summary } from '../summary.ts'
import { byUrgency, summarize } from '../summary.ts'
import { topologyOf } from '../topology.ts'
import { configurationMarkup, sectionMarkup } from './html-bottle.ts'
import { pageStyle } from './html-style.ts'
import { topologyPicture } from './html-topology.ts'
import type { LinkTo } from './link.ts'
import type { Markup } from './markup.ts'
import { html, trusted } from './markup.ts'

/** Past this many of which no change widens, the page is too large to read. */
const mostHarmless = 300

/**
 * The review as one page that loads nothing and runs nothing: the filter is of CSS. The policy
 * allows the one style by its hash, so that markup which slipped through could do nothing.
 *
 * @param linkTo Where places of the source can be read. Default: nowhere.
 */
export function reviewAsHtml(review: Review, linkTo?: LinkTo): string {
  const summary = summarize(review)
  const bottles = byUrgency(review)
  const sections = sectionsOf(review)
  const widened = sections.filter(({ findings }) => findings.some(({ class: c }) => c === 'widens'))
  const shown = sections.slice(0, widened.length + mostHarmless)
  const texts = textsOf(shown)
  const unchanged = review.bottles.flatMap(({ slug, state }) =>
    state === 'unchanged' ? [slug] : [],
  )
  const { configuration } = review
  const title = titleOf(summary, bottles.length)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy())}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}${review.of?.project === undefined ? html`` : html` · ${review.of.project}`}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${comparedMarkup(review)}${numbers(summary)}
</header>
<main>
${configuration === undefined ? html`` : configurationMarkup(configuration, linkTo)}${
  bottles.length === 0
    ? html``
    : html`<section aria-labelledby="reach"><h2 id="reach">What the bottles are attached to and reach</h2>
${topologyPicture(topologyOf(bottles))}</section>
<section aria-labelledby="changes"><h2 id="changes">Changes</h2>
${filter(summary)}
${shown.map((section, index) => sectionMarkup(section, index, texts.get(section) ?? [], linkTo))}${sections.length > shown.length ? html`<p>… and ${count(sections.length - shown.length, 'more bottle')}.</p>` : html``}</section>`
}
${unchangedMarkup(unchanged)}
</main>
</body>
</html>
`.text
}

/** The bottles whose texts a section shows: each once, where it is alone if it is so anywhere. */
function textsOf(sections: readonly Section[]): ReadonlyMap<Section, readonly BottleReview[]> {
  const texts = new Map<Section, readonly BottleReview[]>()
  const seen = new Set<BottleReview>()
  const isAlone = ({ bottles }: Section) => bottles.length === 1
  for (const section of [
    ...sections.filter(isAlone),
    ...sections.filter((each) => !isAlone(each)),
  ]) {
    texts.set(
      section,
      section.bottles.filter((bottle) => !seen.has(bottle)),
    )
    for (const bottle of section.bottles) seen.add(bottle)
  }
  return texts
}

function policy(): string {
  const hash = createHash('sha256').update(pageStyle).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}

function titleOf({ widens }: Summary, bottles: number): string {
  const what = widens === 0 ? 'no change' : count(widens, 'change')
  const verb = widens > 1 ? 'widen' : 'widens'
  if (bottles === 0 && widens === 0) return 'No bottle changed'
  return `${count(bottles, 'bottle')} to review: ${what} ${verb} what a bottle may reach`
}

/** What was compared with what, by their names. */
function comparedMarkup({ of = {}, base }: Review): Markup {
  const { project, commit, paths } = of
  if (paths !== undefined) {
    const [before, after] = paths
    return html`<p class="compared"><code>${before}</code> compared with <code>${after}</code>.</p>
`
  }
  if (project === undefined && base === undefined) return html``
  const named = project === undefined ? html`Compared` : html`Project <code>${project}</code>`
  const at =
    commit === undefined ? html`` : html`, commit <code>${commit}</code> and what lies on disk`
  if (base === undefined)
    return html`<p class="compared">${named}: what synth would change.</p>
`
  const compared = project === undefined ? html`` : html`, compared`
  return html`<p class="compared">${named}${at}${compared} with <code>${base.ref}</code>, commit <code>${base.commit}</code>, of the repository <code>${base.repository}</code>.</p>
`
}

function numbers(summary: Summary): Markup {
  const states = ['changed', 'added', 'removed', 'renamed', 'unchanged'] as const
  const item = (name: keyof Summary) =>
    html`<li class="${name}${summary[name] > 0 ? ' some' : ''}"><b>${summary[name]}</b> ${name}</li>\n`
  return html`<ul class="numbers" aria-label="Changes by class">
${isolationClasses.map(item)}${states.map(item)}</ul>`
}

function filter({ widens, narrows, inside, neutral }: Summary): Markup {
  const choices = [
    ['all', 'everything', widens + narrows + inside + neutral],
    ['widens', 'what widens', widens],
    ['narrows', 'what narrows', narrows],
    ['inside', 'what is inside', inside],
    ['neutral', 'what is neutral', neutral],
  ] as const
  const items = choices.map(
    ([name, label, number]) =>
      html`<label><input type="radio" name="only" id="only-${name}"${name === 'all' ? html` checked` : html``}>${label} (${number})</label>\n`,
  )
  const nothing = choices.map(([name]) =>
    name === 'all'
      ? html``
      : html`<p class="nothing ${name}">No change ${name === 'widens' || name === 'narrows' ? name : `is ${name}`}.</p>\n`,
  )
  return html`<fieldset><legend>Show</legend>
${items}</fieldset>
${nothing}`
}

function unchangedMarkup(slugs: readonly string[]): Markup {
  if (slugs.length === 0) return html``
  return html`<details><summary>${count(slugs.length, 'bottle')} unchanged</summary>
<ul class="names">${slugs.map((slug) => html`<li>${slug}</li>`)}</ul></details>`
}
