import { bottles, time } from './page.ts'
import type { Row, SizeResults } from './results.ts'

const [width, left, right, line] = [760, 250, 90, 26]
const top = 44

/**
 * A chart of the cold runs of one size, as SVG: a bar for each median, with a line from quartile to
 * quartile. It brings its colours for light and for dark.
 */
export function benchmarkChart({ size, rows }: SizeResults): string {
  const cold = rows.filter(({ state }) => state === 'cold')
  const sorted = cold.sort((a, b) => a.wall.median - b.wall.median)
  const most = Math.max(...sorted.map(({ wall }) => wall.upper), 1)
  const scale = (width - left - right) / most
  const height = top + sorted.length * line + 10
  const title = `Cold, ${bottles(size)}: wall clock of the whole process`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(title)}">
<title>${escapeMarkup(title)}</title>
<style>
  svg { --back: #ffffff; --text: #1f2328; --dim: #59636e; --bar: #9aa4af; --own: #0969da }
  @media (prefers-color-scheme: dark) {
    svg { --back: #0d1117; --text: #f0f6fc; --dim: #9198a1; --bar: #57606a; --own: #4493f8 }
  }
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--text) }
  .value { fill: var(--dim) }
  .back { fill: var(--back) }
  .bar { fill: var(--bar) }
  .own { fill: var(--own) }
  .spread { stroke: var(--text); stroke-width: 1.5 }
</style>
<rect class="back" width="100%" height="100%" rx="6"/>
<text x="16" y="26" font-weight="600">${escapeMarkup(title)}</text>
${sorted.map((row, index) => bar(row, top + index * line, scale)).join('\n')}
</svg>
`
}

function bar({ program, wall }: Row, y: number, scale: number): string {
  const isOwn = program.startsWith('bottleworks')
  const x = (milliseconds: number) => (left + milliseconds * scale).toFixed(1)
  const middle = y + 9
  const label = `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escapeMarkup(program)}</text>`
  const length = (wall.median * scale).toFixed(1)
  const rect = `<rect class="${isOwn ? 'own' : 'bar'}" x="${left}" y="${y}" width="${length}" height="18" rx="3"/>`
  const spread = `<line class="spread" x1="${x(wall.lower)}" x2="${x(wall.upper)}" y1="${middle}" y2="${middle}"/>`
  const end = left + Math.max(wall.median, wall.upper) * scale + 8
  const value = `<text class="value" x="${end.toFixed(1)}" y="${y + 13}">${time(wall.median)}</text>`
  return [label, rect, spread, value].join('')
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
