import type * as tree from 'oxc-parser'
import { giveUp } from './give-up.ts'
import type { Pattern, Statement } from './nodes.ts'

/** The names that a pattern declares. */
export function namesOf(pattern: Pattern): readonly string[] {
  if (pattern.kind === 'name') return [pattern.name]
  if (pattern.kind === 'list') {
    return pattern.items.flatMap((each) => (each === undefined ? [] : namesOf(each.pattern)))
  }
  const { members, rest } = pattern
  const names = members.flatMap(({ target }) => namesOf(target.pattern))
  return rest === undefined ? names : [...names, rest]
}

/** The names that statements declare. */
export function declaredBy(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((each) => (each.kind === 'declare' ? namesOf(each.pattern) : []))
}

/** The engine refuses a name that is declared twice, be it by a parameter. */
export function distinct(names: readonly string[]): readonly string[] {
  return new Set(names).size === names.length ? names : giveUp()
}

/** Words that a module cannot declare, or that stand for something else than what is declared. */
const reserved = new Set(
  'undefined NaN Infinity arguments eval let static implements interface package private protected public yield await async of get set enum'.split(
    ' ',
  ),
)

/** The name that a pattern or a declaration declares. */
export function bound(node: { readonly type: string; readonly name?: unknown }): string {
  return node.type === 'Identifier' ? nameOf(node) : giveUp()
}

export function nameOf(node: { readonly name?: unknown }): string {
  const name = writtenName(node)
  return reserved.has(name) ? giveUp() : name
}

/** A name as it is written: what is looked at here has no escapes and no letters beyond ASCII in names. */
export function writtenName({ name }: { readonly name?: unknown }): string {
  return typeof name === 'string' ? name : giveUp()
}

/** The key of a property that is written out. */
export function keyOf(node: tree.PropertyKey): string {
  if (node.type === 'Identifier') return writtenName(node)
  return node.type === 'Literal' && typeof node.value === 'string' ? sound(node.value) : giveUp()
}

export function literal(
  node: tree.Expression & { type: 'Literal' },
): string | number | boolean | null {
  const { value } = node
  if (typeof value === 'string') return sound(value)
  // How a number is written decides what it is only where this is a whole one in decimals.
  if (typeof value === 'number')
    return /^(?:0|[1-9]\d{0,14})$/.test(node.raw ?? '') ? value : giveUp()
  if (typeof value === 'boolean') return value
  return value === null && node.raw === 'null' ? null : giveUp()
}

/** The parser puts a replacement character where there is half of a surrogate pair. */
export function sound(text: string): string {
  return text.includes('\ufffd') || !text.isWellFormed() ? giveUp() : text
}

export function oneOf<T extends string>(known: readonly T[], operator: string): T {
  return known.find((each) => each === operator) ?? giveUp()
}
