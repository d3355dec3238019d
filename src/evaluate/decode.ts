import * as v from 'valibot'
import { quote } from '../diagnostic/text.ts'
import type { RawDefinition } from '../smolfile/definition.ts'
import { definitionSchema } from '../smolfile/definition.ts'
import { limits } from './limits.ts'

export type Decoded =
  | { readonly ok: true; readonly definition: RawDefinition }
  | { readonly ok: false; readonly reason: string }

/**
 * The definition in what a bottle file said, read as hostile: well-formed Unicode, JSON, nested at
 * most 64 deep, no `__proto__` key, and of the definition's form.
 */
export function decodeDefinition(json: string): Decoded {
  if (/\p{Surrogate}/u.test(json)) return refuse('it has a lone surrogate outside a JSON escape')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return refuse('it is not JSON')
  }
  const objection = inspect(value, limits.outputDepth)
  if (objection !== undefined) return refuse(objection)
  const result = v.safeParse(definitionSchema, value)
  if (result.success) return { ok: true, definition: result.output }
  const [issue] = result.issues
  return refuse(`${quote(v.getDotPath(issue) ?? 'the definition')} is not as a builder makes it`)
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
  return { ok: false, reason }
}
