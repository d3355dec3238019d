import * as v from 'valibot'
import { quote } from '../diagnostic/text.ts'
import type { RawDefinition } from '../smolfile/definition.ts'
import { definitionSchema } from '../smolfile/definition.ts'
import { limits } from './limits.ts'

export type Decoded =
  | { readonly ok: true; readonly definition: RawDefinition }
  | { readonly ok: false; readonly code: 'BW113' | 'BW115'; readonly message: string }

/**
 * The definition in what a bottle file said, read as hostile: well-formed Unicode, JSON, of at most
 * 10,000 values nested at most 64 deep, no `__proto__` key, and of the definition's form.
 */
export function decodeDefinition(json: string): Decoded {
  if (/\p{Surrogate}/u.test(json)) return refuse('it has a lone surrogate outside a JSON escape')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return refuse('it is not JSON')
  }
  if (countValues(value, limits.outputDepth) > limits.outputValues) {
    const message = `the definition has more than ${limits.outputValues} values`
    return { ok: false, code: 'BW113', message }
  }
  const objection = inspect(value, limits.outputDepth)
  if (objection !== undefined) return refuse(objection)
  const result = v.safeParse(definitionSchema, value)
  if (result.success) return { ok: true, definition: result.output }
  const [issue] = result.issues
  return refuse(`${quote(v.getDotPath(issue) ?? 'the definition')} is not as a builder makes it`)
}

/** How many values `value` is made of, down to `depth`. */
function countValues(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth === 0) return 1
  return Object.values(value).reduce((sum, child) => sum + countValues(child, depth - 1), 1)
}

function inspect(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth === 0) return `it is nested more than ${limits.outputDepth} deep`
  if (Object.hasOwn(value, '__proto__')) return 'it has a key "__proto__"'
  for (const child of Object.values(value)) {
    const objection = inspect(child, depth - 1)
    if (objection !== undefined) return objection
  }
  return undefined
}

function refuse(reason: string): Decoded {
  return { ok: false, code: 'BW115', message: `the definition is malformed: ${reason}` }
}
