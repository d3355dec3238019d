import type { Node } from 'ts-morph'
import type { TextEdit } from './text-edits.ts'
import { insert, remove } from './text-edits.ts'
import type { Token } from './trivia.ts'
import {
  hasLineComment,
  hasLineEnd,
  indentAt,
  isComment,
  startOfComments,
  startOfSpace,
  tokensBetween,
} from './trivia.ts'

/** Two brackets with items between them, which commas part. */
export interface ItemBrackets {
  /** The call, list or object whose brackets they are. */
  readonly node: Node
  /** The offset behind the opening bracket, and that of the closing one. */
  readonly open: number
  readonly close: number
  readonly items: readonly Node[]
  /** Where they are spread, when they are those of a list or object in another. */
  readonly spread?: Standing
}

/** An item, and the brackets that it stands in. */
export interface Standing {
  readonly node: Node
  readonly brackets: ItemBrackets
}

/** The text of a new item, behind an item that stays or before all. */
export interface Added {
  readonly behind: Node | undefined
  readonly text: string
}

export interface ItemChange {
  readonly removed: readonly Node[]
  readonly added: readonly Added[]
}

/** An item with the comments that are about it: above it, and behind it on its line. */
interface Slot {
  readonly item: Node
  readonly lead: number
  readonly tail: number
  readonly comma: Token | undefined
  /** Whether a line begins with it, and with its comments. */
  readonly hasLine: boolean
  /** Whether its comma begins the next item's line. */
  readonly isCommaBelow: boolean
}

/** The edits that take items away and put new ones in, in the layout that is there. */
export function editItems(
  brackets: ItemBrackets,
  { removed, added }: ItemChange,
): readonly TextEdit[] {
  const source = brackets.node.getSourceFile().getFullText()
  const slots = slotsOf(source, brackets)
  const gone = new Set(removed)
  const kept = slots.filter(({ item }) => !gone.has(item))
  const edits = removals(source, brackets, slots, gone)
  const [first] = kept
  if (first === undefined) {
    const texts = added.map(({ text }) => text)
    return texts.length === 0 ? edits : [...edits, ...fill(source, brackets, texts)]
  }
  const last = slots.at(-1)
  const endsWithComma = last?.comma !== undefined
  for (const behind of [undefined, ...kept]) {
    const texts = added.flatMap((each) => (each.behind === behind?.item ? [each.text] : []))
    if (texts.length === 0) continue
    const isEnd = behind === kept.at(-1)
    if (behind === undefined) edits.push(addBefore(source, first, texts))
    else edits.push(...addBehind(source, slots, behind, texts, !isEnd || endsWithComma))
  }
  const end = kept.at(-1)
  const isOpen = end !== last && !endsWithComma && !added.some((each) => each.behind === end?.item)
  const comma = isOpen && end?.isCommaBelow === false ? end.comma : undefined
  return comma === undefined ? edits : [...edits, remove(comma.start, comma.end)]
}

/** Whether there are comments between the brackets that are about none of the items. */
export function hasOtherComments(brackets: ItemBrackets): boolean {
  const source = brackets.node.getSourceFile().getFullText()
  const slots = slotsOf(source, brackets)
  const gaps = [...slots.map(({ lead }) => lead), brackets.close]
  return gaps.some((to, index) => {
    const from = slots[index - 1]?.tail ?? brackets.open
    return tokensBetween(source, from, to).some(isComment)
  })
}

function slotsOf(source: string, { open, close, items }: ItemBrackets): readonly Slot[] {
  const slots: Slot[] = []
  for (const [index, item] of items.entries()) {
    const before = slots.at(-1)
    const from = before?.tail ?? open
    const tokens = tokensBetween(source, from, item.getStart())
    // What stands behind the opening bracket, on its line, is about all.
    const own =
      before === undefined ? tokens.filter((each) => !isOfBracket(source, open, each)) : tokens
    const sign = own.find((each) => !isComment(each))
    const lead = sign?.start ?? startOfComments(source, own, item.getStart())
    const hasLine = hasLineEnd(source, source.slice(0, lead).trimEnd().length, lead)
    const next = items[index + 1]?.getStart()
    slots.push({ item, lead, hasLine, ...endOf(source, item.getEnd(), next, close, hasLine) })
  }
  return slots
}

function isOfBracket(source: string, open: number, { start, end }: Token): boolean {
  return !hasLineEnd(source, open, start) && /^[ \t]*\r?\n/.test(source.slice(end))
}

function endOf(
  source: string,
  end: number,
  next: number | undefined,
  close: number,
  hasLine: boolean,
): Pick<Slot, 'tail' | 'comma' | 'isCommaBelow'> {
  const tokens = tokensBetween(source, end, next ?? close)
  const comma = tokens.find((each) => !isComment(each))
  const isCommaBelow =
    comma !== undefined && next !== undefined && isBelow(source, end, comma, next)
  const parted = isCommaBelow || comma === undefined ? end : comma.end
  let tail = parted
  for (const token of tokens.filter(({ start }) => start >= parted)) {
    if (!isComment(token) || hasLineEnd(source, tail, token.start)) break
    tail = token.end
  }
  // On a line of several items, what stands behind the comma is about the next one, or about all.
  const isShared = next !== undefined && !hasLineEnd(source, tail, next)
  const isOwn = comma === undefined || isCommaBelow || (hasLine && !isShared)
  return { tail: isOwn ? tail : parted, comma, isCommaBelow }
}

function isBelow(source: string, end: number, comma: Token, next: number): boolean {
  return hasLineEnd(source, end, comma.start) && !hasLineEnd(source, comma.end, next)
}

function removals(
  source: string,
  { open, close }: ItemBrackets,
  slots: readonly Slot[],
  gone: ReadonlySet<Node>,
): TextEdit[] {
  const edits: TextEdit[] = []
  for (let index = 0; index < slots.length; index++) {
    const [first, isFirst] = [
      slots[index],
      slots.slice(0, index).every((each) => gone.has(each.item)),
    ]
    if (first === undefined || !gone.has(first.item)) continue
    let last = first
    for (let next = slots[index + 1]; next !== undefined; next = slots[index + 1]) {
      if (!gone.has(next.item) || source.slice(last.tail, next.lead).trim() !== '') break
      last = next
      index++
    }
    const above = source.slice(0, first.lead).trimEnd().length
    const before = slots[slots.indexOf(first) - 1]?.tail ?? open
    const below = last.tail + (/^\s*/.exec(source.slice(last.tail))?.[0].length ?? 0)
    const isJoined = below < close && !hasLineEnd(source, last.tail, below)
    const next = slots[index + 1]
    if (isFirst && last.isCommaBelow && next !== undefined) {
      const comma = next.lead + 1
      const space = /^[ \t]*/.exec(source.slice(comma))?.[0].length ?? 0
      edits.push(remove(first.lead, comma + space))
    } else if (isJoined && (first.hasLine || above === open)) edits.push(remove(first.lead, below))
    else edits.push(remove(startOfSpace(source, first.lead, last.tail, above > before), last.tail))
  }
  return edits
}

function addBefore(source: string, { item, lead, hasLine }: Slot, texts: readonly string[]) {
  const between = hasLine ? `,\n${indentAt(source, item.getStart())}` : ', '
  return insert(lead, texts.map((text) => text + between).join(''))
}

function addBehind(
  source: string,
  slots: readonly Slot[],
  slot: Slot,
  texts: readonly string[],
  isFollowed: boolean,
): readonly TextEdit[] {
  const { item, tail, comma, hasLine } = slot
  const below = slots.find((each) => each.isCommaBelow)
  const next = below === undefined ? undefined : slots[slots.indexOf(below) + 1]
  if (next !== undefined) {
    const indent = indentAt(source, next.lead)
    return [insert(tail, texts.map((text) => `\n${indent}, ${text}`).join(''))]
  }
  const endsLine = hasLine || hasLineComment(source, item.getEnd(), tail)
  const start = endsLine ? `\n${indentAt(source, item.getStart())}` : ' '
  const added = texts.map((text) => start + text).join(',') + (isFollowed ? ',' : '')
  if (comma !== undefined) return [insert(tail, added)]
  return endsLine ? [insert(item.getEnd(), ','), insert(tail, added)] : [insert(tail, `,${added}`)]
}

/** Puts the first items between brackets, below the comments that are there. */
function fill(
  source: string,
  { open, close, items }: ItemBrackets,
  texts: readonly string[],
): readonly TextEdit[] {
  const last = items.length > 0 ? undefined : tokensBetween(source, open, close).at(-1)
  if (last === undefined) {
    const space = source[open - 1] === '{' ? ' ' : ''
    return [{ start: open, end: close, text: space + texts.join(', ') + space }]
  }
  const hasLine = last.sign === '//' || hasLineEnd(source, last.end, close)
  const start = hasLine ? `\n${indentAt(source, last.start)}` : ' '
  return [insert(last.end, texts.map((text) => start + text).join(',') + (hasLine ? ',' : ''))]
}
