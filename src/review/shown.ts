import { count, escapeControls, quotePath } from '../diagnostic/text.ts'
import { companionName } from '../dialects/companion.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { ComparedBase } from '../output/git-commit.ts'
import type { BottleReview, Change, Finding, SettingValue } from './finding.ts'
import { maskChange } from './masking.ts'

const longestWhole = 120
const longestExcerpt = 400
const context = 24

/** A change as people read it. Nothing in it can move a cursor or reorder a line. */
export interface ShownChange {
  readonly path: string
  /** Absent where there was nothing. */
  readonly before?: string
  readonly after?: string
}

/**
 * The change with its values in quotes, secrets left out. Of long values, what both share is cut:
 * never what differs, but for its end, and then it is said how much.
 */
export function showChange(change: Change): ShownChange {
  const { path: name, before, after } = maskChange(change)
  const path = nameText(name)
  const [had, has] = excerpts(
    before === undefined ? undefined : valueText(before),
    after === undefined ? undefined : valueText(after),
  )
  return {
    path,
    ...(had === undefined ? {} : { before: had }),
    ...(has === undefined ? {} : { after: has }),
  }
}

/**
 * A name that stands alone on a line, in quotes when it could look like more than one: a path, a
 * sign and a value.
 */
export function nameText(name: string): string {
  return /^[^\s":][^\s"]*$/.test(name) ? escapeControls(name) : quotePath(name)
}

/** The change on one line: `+ "x"`, `- "x"`, `"x" -> "y"`. */
export function changeText({ before, after }: ShownChange): string {
  if (before === undefined) return after === undefined ? '' : `+ ${after}`
  return after === undefined ? `- ${before}` : `${before} -> ${after}`
}

/** What was compared with: which commit of which repository, and by what name. */
export function baseText({ repository, ref, commit }: ComparedBase): string {
  return `compared with ${quotePath(ref)}, commit ${commit}, of the repository ${quotePath(repository)}`
}

/** `file:line:column`, as far as it is known. */
export function placeText({ origin }: Finding): string {
  if (origin === undefined) return ''
  const parts = [nameText(origin.file), origin.line, origin.column]
  return parts.filter((part) => part !== undefined).join(':')
}

function valueText(value: SettingValue): string {
  if (value === null) return '(name alone)'
  if (typeof value === 'string') return quotePath(value)
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  const pairs = Object.entries(value).map(
    ([key, each]) => `${escapeControls(key)} = ${valueText(each)}`,
  )
  return `{ ${pairs.join(', ')} }`
}

/** By code points, so that no character is cut in two. */
function excerpts(before: string | undefined, after: string | undefined) {
  const had = before === undefined ? undefined : [...before]
  const has = after === undefined ? undefined : [...after]
  const longest = Math.max(had?.length ?? 0, has?.length ?? 0)
  if (longest <= longestWhole) return [before, after]
  if (had === undefined || has === undefined) return [cut(had), cut(has)]
  const least = Math.min(had.length, has.length)
  let start = 0
  while (start < least && had[start] === has[start]) start++
  let end = 0
  while (end < least - start && had.at(-1 - end) === has.at(-1 - end)) end++
  return [middle(had, start, end), middle(has, start, end)]
}

function middle(text: readonly string[], start: number, end: number): string {
  const from = start > 2 * context ? start - context : 0
  const to = end > 2 * context ? text.length - end + context : text.length
  const ellipsis = (isCut: boolean) => (isCut ? '…' : '')
  return `${ellipsis(from > 0)}${cut(text.slice(from, to))}${ellipsis(to < text.length)}`
}

function cut(text: readonly string[] | undefined): string | undefined {
  if (text === undefined || text.length <= longestExcerpt) return text?.join('')
  const more = text.length - longestExcerpt
  return `${text.slice(0, longestExcerpt).join('')}… (${more} more characters)`
}

/** What a file of the output tree that is no Smolfile has in the place of a dialect. */
export const noSmolfile = 'no Smolfile'

/** Past this many, the names of bottles say less than their number. */
const mostNames = 60

/** The names of bottles that have findings in common, and how many more there are. */
export function someNames(bottles: readonly BottleReview[]) {
  const names = bottles.slice(0, mostNames).map(({ slug }) => slug)
  const more = bottles.length - names.length
  return { names, more: more === 0 ? '' : `and ${count(more, 'more bottle')}` }
}

/**
 * What no finding says and decides about all: that nothing of what was compared says what is behind
 * the socket of these bottles. Undefined where something does, or where there is no socket.
 */
export function cautionText(bottles: readonly BottleReview[]): string | undefined {
  const isUnknown = bottles.some(({ after }) => {
    if (after === undefined || after.stray === 'file') return false
    // The dialect says of which type the document is.
    const { network, confined } = dialectOf(after.dialect).reach(after.document as never)
    return network.way === 'gvproxy' && confined === undefined
  })
  return isUnknown
    ? `compared without a ${companionName} of synth: what is behind the socket decides what is reached`
    : undefined
}

/** The state that bottles are in, or how many are in which. */
export function statesText(bottles: readonly BottleReview[]): string {
  const counts = new Map<string, number>()
  for (const { state } of bottles) counts.set(state, (counts.get(state) ?? 0) + 1)
  if (counts.size === 1) return [...counts.keys()].join('')
  return [...counts].map(([state, number]) => `${number} ${state}`).join(', ')
}

/** The dialects of bottles. */
export function dialectsText(bottles: readonly BottleReview[]): string {
  return [...new Set(bottles.map(({ dialect }) => dialect ?? noSmolfile))].join(', ')
}
