import { escapeControls } from '../../diagnostic/text.ts'

/**
 * `text` as a code span. In one nothing is markup, a mention, a link or a character's number; only
 * its end must be told from what is in it (CommonMark 0.31, "Code spans").
 */
export function codeSpan(text: string): string {
  const shown = escapeControls(text)
  const runs = shown.match(/`+/g) ?? []
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1)
  const isBare = shown !== '' && !/^[ `]|[ `]$/.test(shown)
  return `${fence}${isBare ? shown : ` ${shown} `}${fence}`
}

/** `text` as HTML within Markdown: nothing but letters and digits is left as it is. */
export function htmlCode(text: string): string {
  const escaped = [...escapeControls(text)]
    .map((each) => (/[\p{L}\p{N}]/u.test(each) ? each : `&#${each.codePointAt(0)};`))
    .join('')
  return `<code>${escaped}</code>`
}

/** `text` as a label of Mermaid, which takes characters by their numbers: `#35;`. */
export function mermaidLabel(text: string): string {
  const shown = [...escapeControls(text)]
  const cut = shown.length > longestLabel ? [...shown.slice(0, longestLabel), '…'] : shown
  const escaped = cut.map((each) =>
    /[A-Za-z0-9 .,/_-]/.test(each) ? each : `#${each.codePointAt(0)};`,
  )
  return `"${escaped.join('')}"`
}

const longestLabel = 60
