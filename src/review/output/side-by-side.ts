import { diffWordsWithSpace, structuredPatch } from 'diff'
import type { Markup } from './markup.ts'
import { html } from './markup.ts'

/** Comparing takes time with the square of what differs; past these, lines count as others. */
const mostEdits = 2_000
const longestLine = 4_000
const mostRows = 400

interface Line {
  readonly number: number
  readonly text: string
}

interface Row {
  readonly before?: Line
  readonly after?: Line
}

/** Two texts next to each other: the lines that differ, a few around them, and the words marked. */
export function sideBySide(before: string, after: string): Markup {
  const patch = structuredPatch('', '', before, after, undefined, undefined, {
    context: 3,
    maxEditLength: mostEdits,
  })
  if (patch === undefined) return html`<p>The texts have little in common.</p>`
  const hunks = patch.hunks.map((hunk) => rowsOf(hunk.lines, hunk.oldStart, hunk.newStart))
  const total = hunks.reduce((sum, rows) => sum + rows.length, 0)
  let room = mostRows
  const bodies = hunks.map((rows) => {
    const shown = rows.slice(0, Math.max(0, room))
    room -= rows.length
    return shown.length === 0 ? html`` : html`<tbody>${shown.map(rowMarkup)}</tbody>`
  })
  const more = total <= mostRows ? html`` : html`<p>… and ${total - mostRows} more lines.</p>`
  return html`<div class="scroll"><table class="diff">
<colgroup><col class="number"><col><col class="number"><col></colgroup>
<thead><tr><th scope="col" colspan="2">Before</th><th scope="col" colspan="2">After</th></tr></thead>
${bodies}</table></div>${more}`
}

/** Lines that were removed stand beside those that were added in their place. */
function rowsOf(lines: readonly string[], oldStart: number, newStart: number): readonly Row[] {
  const rows: Row[] = []
  let [from, to] = [oldStart, newStart]
  let removed: Line[] = []
  let added: Line[] = []
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const [before, after] = [removed[index], added[index]]
      rows.push({
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      })
    }
    removed = []
    added = []
  }
  for (const line of lines) {
    const text = line.slice(1)
    if (line.startsWith('-')) removed.push({ number: from++, text })
    else if (line.startsWith('+')) added.push({ number: to++, text })
    else if (line.startsWith(' ')) {
      flush()
      rows.push({ before: { number: from++, text }, after: { number: to++, text } })
    }
  }
  flush()
  return rows
}

function rowMarkup({ before, after }: Row): Markup {
  const same = before !== undefined && after !== undefined && before.text === after.text
  if (same) return html`<tr>${cell(before, '')}${cell(after, '')}</tr>`
  const words = before && after ? wordsOf(before.text, after.text) : undefined
  return html`<tr>${cell(before, 'removed', words?.before)}${cell(after, 'added', words?.after)}</tr>\n`
}

function cell(line: Line | undefined, kind: string, words?: Markup): Markup {
  if (line === undefined) return html`<td class="number"></td><td class="none"></td>`
  const content = words ?? html`${line.text}`
  const sign =
    kind === '' ? html`` : html`<span class="sign">${kind === 'removed' ? '-' : '+'} </span>`
  return html`<td class="number">${line.number}</td><td class="${kind}">${sign}<code>${content}</code></td>`
}

function wordsOf(before: string, after: string): { before: Markup; after: Markup } | undefined {
  if (Math.max(before.length, after.length) > longestLine) return undefined
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostEdits })
  if (parts === undefined) return undefined
  return {
    before: html`${parts.map((part) => (part.added ? html`` : part.removed ? html`<del>${part.value}</del>` : html`${part.value}`))}`,
    after: html`${parts.map((part) => (part.removed ? html`` : part.added ? html`<ins>${part.value}</ins>` : html`${part.value}`))}`,
  }
}
