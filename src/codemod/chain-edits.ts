import type { Node } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import type { Chain, Link } from './chain.ts'
import type { TextEdit } from './text-edits.ts'
import { insert, remove } from './text-edits.ts'
import {
  endOfLineComments,
  hasLineComment,
  hasLineEnd,
  indentAt,
  isComment,
  startOfComments,
  startOfSpace,
  tokensBetween,
} from './trivia.ts'

/** The edits that put `text`, a call without its dot, behind `after`, in the layout of the chain. */
export function addLink(chain: Chain, after: Node, text: string): readonly TextEdit[] {
  const source = after.getSourceFile().getFullText()
  const end = after.getEnd()
  const layouts = chain.links.map((link) => layoutOf(source, link))
  const layout = layouts.find(({ hasLine }) => hasLine)
  const comments = endOfLineComments(source, end)
  if (layout === undefined) {
    // A comment that ends the line is about all that is on it.
    const own = tokensBetween(source, end, comments).findLast(({ sign }) => sign === '/*')
    return [insert(own?.end ?? end, `.${text}`)]
  }
  const { indent, isDotBehind } = layout
  if (!isDotBehind) {
    const added = `\n${indent}.${text}`
    // The comment of a call that ends its statement stands behind the semicolon.
    const semicolon = comments === end && source[end] === ';' ? end + 1 : undefined
    const behind = semicolon === undefined ? comments : endOfLineComments(source, semicolon)
    return semicolon === undefined || behind === semicolon
      ? [insert(comments, added)]
      : [insert(end, source.slice(semicolon, behind) + added), remove(semicolon, behind)]
  }
  const dot = /^\s*\./.exec(source.slice(comments))?.[0].length
  if (dot === undefined) return [insert(end, `.\n${indent}${text}`)]
  return [insert(endOfLineComments(source, comments + dot), `\n${indent}${text}.`)]
}

/** The edits that take a call out of the chain, with the comments that are about it. */
export function removeLink(link: Link): readonly TextEdit[] {
  const { call } = link
  const source = call.getSourceFile().getFullText()
  const { before, start, lead, dot, hasLine, isDotBehind } = layoutOf(source, link)
  const end = call.getEnd()
  const behind = endOfLineComments(source, end)
  if (!hasLine) {
    // A comment that ends the line is about all that is on it.
    const isOwn = !hasLineComment(source, end, behind)
    return [remove(start, isOwn ? behind : end)]
  }
  const above = source.slice(0, lead).trimEnd().length
  const space = (tail: number) => startOfSpace(source, lead, tail, above > start)
  const next = isDotBehind ? /^\s*\./.exec(source.slice(behind))?.[0].length : undefined
  if (next !== undefined) {
    const tail = endOfLineComments(source, behind + next)
    return [remove(space(tail), tail)]
  }
  const [rest = '', code = ''] =
    /^((?:\/\*.*?\*\/|.)*?)(?:[ \t]*\/\/.*)?(?=\r?$)/m.exec(source.slice(behind)) ?? []
  if (rest.startsWith('.')) return [remove(lead, behind)]
  // What ends the statement follows the call before, and then that one's comments.
  const comments = source.slice(isDotBehind ? dot + 1 : before, start)
  const tail = behind + rest.length
  return [{ start: before, end: start, text: code.trimEnd() + comments }, remove(space(tail), tail)]
}

/** Where a call of the chain stands. */
interface Layout {
  /** The offset behind the call before. */
  readonly before: number
  /** The same, with the comments that follow on its line. */
  readonly start: number
  /** The offset of the call with the comments above it. */
  readonly lead: number
  readonly dot: number
  readonly indent: string
  readonly hasLine: boolean
  /** Whether the dot stands behind the call before and not before this one. */
  readonly isDotBehind: boolean
}

function layoutOf(source: string, { call, name }: Link): Layout {
  const access = call.getExpressionIfKindOrThrow(SyntaxKind.PropertyAccessExpression)
  const before = access.getExpression().getEnd()
  const tokens = tokensBetween(source, before, name.getStart())
  // Between a call and its method stand comments and one sign.
  const sign = tokens.find((each) => !isComment(each))
  if (sign === undefined) throw new RangeError('a method follows a dot')
  const isDotBehind = !hasLineEnd(source, sign.end, name.getStart())
    ? false
    : !hasLineEnd(source, before, sign.start)
  const start = endOfLineComments(source, isDotBehind ? sign.end : before)
  const own = tokens.filter(
    (each) => each.start >= start && each !== sign && isDotBehind === each.start > sign.start,
  )
  const lead = startOfComments(source, own, isDotBehind ? name.getStart() : sign.start)
  const indent = indentAt(source, isDotBehind ? name.getStart() : sign.start)
  return {
    before,
    start,
    lead,
    dot: sign.start,
    indent,
    hasLine: hasLineEnd(source, start, name.getStart()),
    isDotBehind,
  }
}
