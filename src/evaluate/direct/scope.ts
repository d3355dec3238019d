import { giveUp } from './give-up.ts'
import type { Block } from './nodes.ts'
import type { Scope, Value } from './values.ts'
import { unset } from './values.ts'

/** The names of a block, none of which has a value yet. */
export function scopeOf({ names }: Block, outer: Scope): Scope {
  if (names.length === 0) return outer
  return { values: new Map(names.map((name) => [name, unset])), outer }
}

/** The value of a name; what has none yet is given up on. */
export function lookUp(name: string, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const value = at.values.get(name)
    if (value === unset) return giveUp()
    if (value !== undefined || at.values.has(name)) return value
  }
  return giveUp()
}
