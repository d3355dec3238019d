import * as v from 'valibot'
import { quote } from '../diagnostic/text.ts'
import type { RawDefinition } from './definition.ts'
import { definitionSchema } from './definition-schema.ts'
import { limits } from './limits.ts'

export type Decoded =
  /** `values` says how many values it is made of. */
  | { readonly ok: true; readonly definition: RawDefinition; readonly values: number }
  | { readonly ok: false; readonly code: 'BW113' | 'BW115'; readonly message: string }

/**
 * The definition in what a bottle file said, read as hostile: well-formed Unicode, JSON, of at most
 * 10,000 values nested at most 64 deep, no `__proto__` key, and of the definition's form.
 */
export function decodeDefinition(json: string): Decoded {
  if (!json.isWellFormed()) return refuse('it has a lone surrogate outside a JSON escape')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return refuse('it is not JSON')
  }
  const { values, objection } = inspect(value)
  if (values > limits.outputValues) {
    const message = `the definition has more than ${limits.outputValues} values`
    return { ok: false, code: 'BW113', message }
  }
  if (objection !== undefined) return refuse(objection)
  const result = v.safeParse(definitionSchema, value)
  if (result.success) return { ok: true, definition: result.output, values }
  const [issue] = result.issues
  return refuse(`${quote(v.getDotPath(issue) ?? 'the definition')} is not what a builder produces`)
}

interface Inspection {
  /** The number of values that the value is made of. */
  values: number
  /** The objection to its form. */
  objection?: string
}

/** Looks at all that `value` is made of, down to the depth that is allowed. */
function inspect(value: unknown): Inspection {
  const found: Inspection = { values: 0 }
  const visit = (each: unknown, depth: number): void => {
    found.values++
    if (typeof each !== 'object' || each === null) return
    if (depth === 0) {
      found.objection ??= `it is nested more than ${limits.outputDepth} levels deep`
      return
    }
    if (Object.hasOwn(each, '__proto__')) found.objection ??= 'it has a key "__proto__"'
    // What JSON.parse gives has no keys but its own.
    for (const key in each) visit((each as Record<string, unknown>)[key], depth - 1)
  }
  visit(value, limits.outputDepth)
  return found
}

function refuse(reason: string): Decoded {
  return { ok: false, code: 'BW115', message: `the definition is malformed: ${reason}` }
}
