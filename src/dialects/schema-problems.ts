import type * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { escapeControls, quote } from '../diagnostic/text.ts'
import type { Kind, Rows } from '../language/rows.ts'
import { isTable } from '../smolfile/is-table.ts'
import { mayHoldSecret, rowAtPath } from './rows.ts'
import { tokenIn } from './secrets.ts'

/** Turns the issues that a schema found into problems, in the words of diagnostics. */
export function schemaProblems(
  rows: Rows,
  issues: readonly v.BaseIssue<unknown>[],
  pathOf: (keys: readonly (string | number)[]) => string,
): readonly Problem[] {
  return issues.map((issue) => {
    const keys = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
    const path = pathOf(keys)
    const place = escapeControls(path)
    const message =
      issue.type === 'strict_object' &&
      issue.received === 'undefined' &&
      issue.expected !== 'Object'
        ? `${place} is missing`
        : `${place} is ${received(rows, issue, path)}; ${expectation(issue)}${itemsOf(rows, issue, path)}`
    return errorAt('BW007', path, message)
  })
}

/** The value as it is shown: cut, and left out where it may be a secret. */
function received(
  rows: Rows,
  { input, received: shown }: v.BaseIssue<unknown>,
  path: string,
): string {
  if (Array.isArray(input)) return 'a list'
  if (isTable(input)) return 'a table'
  if (typeof input !== 'string') return escapeControls(shown)
  return mayHoldSecret(rows, path) || tokenIn(input) !== undefined ? 'a text' : quote(input)
}

/** TOML's words for JavaScript's. */
const words: Readonly<Record<string, string>> = { Object: 'a table', Array: 'a list' }

/** What a list is of, where a list is expected. */
function itemsOf(rows: Rows, { expected }: v.BaseIssue<unknown>, path: string): string {
  const kind = expected === 'Array' ? rowAtPath(rows, path)?.kind : undefined
  return kind === undefined ? '' : ` of ${items[kind] ?? 'texts'}`
}

const items: { readonly [K in Kind]?: string } = {
  variables: '"NAME=value"',
  ports: 'texts, such as "8080:80"',
  volumes: 'texts, such as "./data:/data"',
  tables: 'tables',
  devices: 'tables',
}

function expectation({ expected, kind, type }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'the setting is unknown'
  if (type === 'integer') return 'it must be a whole number'
  const limit = /^([<>])=(\d+)$/.exec(expected ?? '')
  if (limit !== null) return `it must be at ${limit[1] === '<' ? 'most' : 'least'} ${limit[2]}`
  return kind === 'schema' && expected !== null
    ? `it must be ${(words[expected] ?? expected).replaceAll(' | ', ' or ')}`
    : 'it is not allowed'
}
