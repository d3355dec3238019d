/**
 * A ceiling as somebody wrote it: a file of JSON, on disk or in a commit.
 */
import * as v from 'valibot'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../diagnostic/diagnostic.ts'
import { nearest, quote, quotePath } from '../diagnostic/text.ts'
import { placeInJson, placeOfSyntaxError, repeatedKeyIn } from '../files/json-places.ts'
import { decodeText, readRegularFile } from '../files/read-file.ts'
import { isAbsent, systemReason } from '../files/system-errors.ts'
import type { Ceiling } from '../reach/ceiling.ts'
import { ceilingKeys, ceilingSchema } from '../reach/ceiling.ts'
import { isTable } from '../smolfile/is-table.ts'

/** A ceiling, or what is wrong with it. */
export type ReadCeiling =
  | { readonly ceiling: Ceiling; readonly diagnostics: readonly [] }
  | { readonly ceiling?: undefined; readonly diagnostics: readonly Diagnostic[] }

/** Largest file that is read for a ceiling, in bytes. */
const largest = 1024 * 1024

/**
 * Reads the ceiling in a file that the user names.
 *
 * @param called The file from the project, as the places in messages are.
 */
export async function readCeiling(file: string, called: string): Promise<ReadCeiling> {
  let text: string
  try {
    text = decodeText(readRegularFile(file, { most: largest, follow: true }))
  } catch (error) {
    const reason = isAbsent(error) ? 'it does not exist' : systemReason(error)
    return failed(`the ceiling ${quotePath(file)} cannot be read: ${reason}`, {
      origin: { file: called },
    })
  }
  return ceilingIn(text, called)
}

/** @param called What the file is called in messages. */
export async function ceilingIn(given: string, called: string): Promise<ReadCeiling> {
  const text = given.replace(/^\ufeff/, '')
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    const origin = { file: called, ...(await placeOfSyntaxError(text)) }
    return failed(`${quotePath(called)} is not JSON`, { origin })
  }
  const twice = await repeatedKeyIn(text, [])
  if (twice !== undefined) {
    const what = twice.key === undefined ? 'a key' : `the key ${quote(twice.key)}`
    const origin = { file: called, ...twice.place }
    return failed(`${what} stands twice`, { origin, hint: 'keep one of them' })
  }
  if (!isTable(data)) {
    return failed('a ceiling must be an object', { origin: { file: called } })
  }
  const result = v.safeParse(ceilingSchema, data)
  if (result.success) return { ceiling: result.output, diagnostics: [] }
  const diagnostics = await Promise.all(
    result.issues.map(async (issue) => {
      const keys = (issue.path ?? []).map(({ key }) => String(key))
      const place = await placeInJson(text, keys.slice(0, 1), true)
      const origin = { file: called, ...place }
      return diagnosticOf('BW154', objectionTo(issue, keys), {
        path: keys[0],
        origin,
        hint: hintFor(issue, keys),
      })
    }),
  )
  return { diagnostics }
}

function failed(
  message: string,
  details: Parameters<typeof diagnosticOf>[2],
): { readonly diagnostics: readonly Diagnostic[] } {
  return { diagnostics: [diagnosticOf('BW154', message, details)] }
}

type Issue = v.InferIssue<typeof ceilingSchema>

function objectionTo(
  { type, input, message }: Issue,
  [key = '', index]: readonly string[],
): string {
  if (type === 'strict_object') return `there is no key ${quote(key)}`
  const value = typeof input === 'string' ? quote(input) : describe(input)
  if (index !== undefined) return `${key}[${index}] is ${value}; it must be ${message}`
  const allowed = type === 'boolean' ? 'true or false' : 'true, false or a list of texts'
  return `${key} is ${value}; it must be ${key === '$schema' ? 'a text' : allowed}`
}

function describe(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  return Array.isArray(value) ? 'a list of something else' : 'an object'
}

function hintFor({ type }: Issue, [key = '']: readonly string[]): string | undefined {
  if (type !== 'strict_object') return undefined
  const guess = nearest(key, ceilingKeys)
  return guess === undefined ? `there are ${ceilingKeys.join(', ')}` : `did you mean ${guess}?`
}
