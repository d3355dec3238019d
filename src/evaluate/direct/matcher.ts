import type { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import type { MatcherNode } from './nodes.ts'
import type { Matcher } from './values.ts'

/** Two of them are far more than names and paths are tested with. */
const mostUnbounded = 2
const mostTimes = 64

/** One character, or one of a class. What engines may see differently is not here. */
const character =
  /(?:[A-Za-z0-9 _\-/:@,;<>=!"'#%&~`]|\\[dw.\-/:@+*?()[\]{}|^$\\]|\.|\[\^?(?:[A-Za-z0-9_](?:-[A-Za-z0-9_])?|[.:@/+*,; =]|\\[dw.\-/\]\\^])+-?\])/y
const quantifier = /(?:[+*?]|\{\d{1,2}(?:,(?:\d{1,2})?)?\})/y
const assertion = /(?:\^|\$|\\b)/y
const opening = /\((?:\?:)?/y

/**
 * Makes a node of a regular expression, or gives up: classes of ASCII, quantifiers of one character,
 * and groups that are not repeated, so that the most steps can be told by the length of a text.
 */
export function matcherOf({ pattern, flags }: { pattern: string; flags: string }): MatcherNode {
  if (flags !== '' || pattern.length > 200) giveUp()
  let at = 0
  let depth = 0
  let unbounded = 0
  let ways = 1
  const take = (kind: RegExp): string | undefined => {
    kind.lastIndex = at
    const [taken] = kind.exec(pattern) ?? []
    at += taken?.length ?? 0
    return taken
  }
  while (at < pattern.length) {
    if (take(opening) !== undefined) depth++
    else if (take(/\)/y) !== undefined) {
      if (--depth < 0 || take(quantifier) !== undefined) giveUp()
    } else if (take(/\|/y) !== undefined) ways *= 2
    else if (take(assertion) !== undefined) {
      if (take(quantifier) !== undefined) giveUp()
    } else if (take(character) !== undefined) {
      const times = take(quantifier)
      if (times !== undefined && take(/\?/y) !== undefined) giveUp()
      const most = mostOf(times)
      if (most === undefined) unbounded++
      else ways *= most
    } else giveUp()
  }
  if (depth !== 0 || unbounded > mostUnbounded || ways > 1_000) giveUp()
  void new RegExp(pattern) // the engine refuses a source with one that is none
  return { kind: 'matcher', source: pattern, flags, unbounded, ways }
}

/** How often at most, and in as many ways at most; undefined where there is no limit. */
function mostOf(quantifier: string | undefined): number | undefined {
  if (quantifier === undefined) return 1
  if (quantifier === '?') return 2
  const [, least = '', comma, most] = /^\{(\d+)(,(\d*))?\}$/.exec(quantifier) ?? []
  if (least === '' || (comma !== undefined && most === '')) return undefined
  const times = Number(most ?? least)
  return times > mostTimes || times < Number(least) ? giveUp() : times + 1
}

/** Whether a text has what an expression says. */
export function matches({ node }: Matcher, text: string, budget: Budget): boolean {
  if (!/^[\x00-\x7e]*$/.test(text)) return giveUp()
  const { source, flags, unbounded, ways } = node
  // Of a text that it has to begin with it is tried there alone.
  const isAnchored = source.startsWith('^') && !source.includes('|')
  const places = (text.length + 1) ** (unbounded + (isAnchored ? 0 : 1))
  budget.match(ways * source.length * places)
  return new RegExp(source, flags).test(text)
}
