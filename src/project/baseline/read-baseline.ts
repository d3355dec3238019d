/**
 * A baseline as it is in a project, or in a commit: untrusted, as the rest of the branch.
 */
import { join } from 'node:path'
import * as v from 'valibot'
import { catalogue, isDiagnosticCode } from '../../diagnostic/catalogue.ts'
import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import { diagnosticOf } from '../../diagnostic/diagnostic.ts'
import { quote, quotePath } from '../../diagnostic/text.ts'
import { placeInJson, placeOfSyntaxError, repeatedKeyIn } from '../../files/json-places.ts'
import { closedObject } from '../../files/json-schemas.ts'
import { decodeText, readRegularFile } from '../../files/read-file.ts'
import { isAbsent, systemReason } from '../../files/system-errors.ts'
import { isTable } from '../../smolfile/is-table.ts'
import { Baseline, baselineName, keyOf } from './baseline.ts'

/** A baseline as it was read. It is empty when there is no file, and when anything is wrong. */
export interface ReadBaseline {
  readonly baseline: Baseline
  /** The text of the file; absent without one. */
  readonly text?: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** The baseline of a project that has none. */
export const noBaseline: ReadBaseline = { baseline: new Baseline([]), diagnostics: [] }

/** Largest file that is read, in bytes: about 10,000 entries. */
const largest = 1024 * 1024

const longestText = 500
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(longestText))

const entrySchema = closedObject({
  bottle: text,
  code: v.pipe(text, v.check(isCode)),
  at: v.optional(text),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1_000_000))),
})

const baselineSchema = closedObject({
  baseline: v.literal(1),
  warnings: v.array(entrySchema),
})

/** Whether it is the code of a warning, or the name of a policy. */
function isCode(code: string): boolean {
  if (isDiagnosticCode(code)) return catalogue[code].severity === 'warning'
  return /^[a-z0-9-]+\/[a-z0-9-]+$/.test(code)
}

/** Reads the baseline of the project on disk; one behind a link is an error. */
export async function readBaseline(project: string): Promise<ReadBaseline> {
  let written: string
  try {
    written = decodeText(readRegularFile(join(project, baselineName), { most: largest }))
  } catch (error) {
    if (isAbsent(error)) return noBaseline
    return failed(`the baseline cannot be read: ${systemReason(error)}`, { file: baselineName })
  }
  return baselineIn(written, baselineName)
}

/** @param called What the file is called in messages. */
export async function baselineIn(written: string, called: string): Promise<ReadBaseline> {
  const plain = written.replace(/^\ufeff/, '')
  let data: unknown
  try {
    data = JSON.parse(plain)
  } catch {
    const place = await placeOfSyntaxError(plain)
    return failed(`${quotePath(called)} is not JSON`, { file: called, ...place })
  }
  const twice = await repeatedKeyIn(plain, [])
  if (twice !== undefined) {
    const what = twice.key === undefined ? 'a key' : `the key ${quote(twice.key)}`
    return failed(`${what} stands twice`, { file: called, ...twice.place }, 'keep one of them')
  }
  if (!isTable(data)) return failed('a baseline must be an object', { file: called })
  const result = v.safeParse(baselineSchema, data, { abortEarly: true })
  if (!result.success) {
    const [issue] = result.issues
    const keys = (issue.path ?? []).map(({ key }) => String(key))
    return failed(objectionTo(issue, keys), { file: called, ...(await placeOf(plain, keys)) })
  }
  const entries = result.output.warnings.map(({ count = 1, ...each }) => ({ ...each, count }))
  const seen = new Set<string>()
  for (const [index, each] of entries.entries()) {
    const key = keyOf(each)
    if (seen.has(key)) {
      const place = await placeOf(plain, ['warnings', String(index)])
      const message = `${each.code} of ${quote(each.bottle)} stands twice`
      return failed(message, { file: called, ...place }, 'keep one of them')
    }
    seen.add(key)
  }
  return { baseline: new Baseline(entries), text: written, diagnostics: [] }
}

function failed(message: string, origin: Origin, hint = remedy): ReadBaseline {
  return { ...noBaseline, diagnostics: [diagnosticOf('BW155', message, { origin, hint })] }
}

const remedy = 'bottle baseline writes it; entries may be taken out by hand, whole lines of them'

/** The line of an entry, or of what else the keys lead to. */
async function placeOf(written: string, keys: readonly string[]) {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser')
  const [first, index] = keys
  if (first !== 'warnings' || index === undefined) return placeInJson(written, keys, true)
  try {
    const tree = parseTree(written)
    const node = tree && findNodeAtLocation(tree, ['warnings', Number(index)])
    if (node === undefined) return undefined
    const before = written.slice(0, node.offset).split('\n')
    const line = before.length
    const column = (before.at(-1) ?? '').length + 1
    return { line, column, text: written.split('\n')[line - 1] ?? '' }
  } catch {
    return undefined // nested deeper than the library's calls may be
  }
}

type Issue = v.InferIssue<typeof baselineSchema>

function objectionTo({ type, input }: Issue, keys: readonly string[]): string {
  const [first = '', index, key] = keys
  const name = key ?? (index === undefined ? first : `${first}[${index}]`)
  if (type === 'strict_object' && input !== undefined) {
    if (key !== undefined || index === undefined) return `there is no key ${quote(name)}`
  }
  if (input === undefined) return `${name} is missing`
  const value =
    typeof input === 'string' || typeof input === 'number' ? quote(String(input)) : 'another value'
  return `${name} is ${value}; it must be ${allowed[name] ?? 'an object of bottle, code and at'}`
}

const allowed: Readonly<Record<string, string>> = {
  baseline: '1',
  warnings: 'a list',
  bottle: `a text of 1 to ${longestText} characters`,
  code: 'the code of a warning, or the name of a policy: an error is in no baseline',
  at: `a text of 1 to ${longestText} characters`,
  count: 'a whole number of at least 2',
}
