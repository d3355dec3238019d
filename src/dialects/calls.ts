import { isDeepStrictEqual } from 'node:util'
import { kindOf } from '../language/kinds.ts'
import type { Row, Rows } from '../language/rows.ts'
import { keyOf } from '../language/rows.ts'
import type { Code, MethodCall } from './code.ts'
import { literal } from './code.ts'
import { CommentSupply } from './comment-supply.ts'
import type { DialectName, SmolfileDocument } from './dialects.ts'
import { dialectOf } from './dialects.ts'
import { hostKind } from './kinds.ts'

type Table = Readonly<Record<string, unknown>>

/** The builder calls that make `document`, each with the comments that are about it. */
export function callsOf(
  dialect: DialectName,
  document: SmolfileDocument,
  comments: CommentSupply = new CommentSupply(new Map()),
): readonly MethodCall[] {
  const { rows, methodOrder } = dialectOf(dialect)
  const place = (name: string) => methodOrder.indexOf(name)
  return Object.entries(rows)
    .sort(([a], [b]) => place(a) - place(b))
    .flatMap(([name, row]) => settingCalls(rows, name, row, { ...document }, comments))
}

function settingCalls(
  rows: Rows,
  name: string,
  row: Row,
  document: Table,
  comments: CommentSupply,
): readonly MethodCall[] {
  const key = keyOf(name, row)
  const made = row.makes ?? [key]
  if (row.method === false || made.every((each) => document[each] === undefined)) return []
  const value = row.makes === undefined ? document[key] : document
  if (row.kind === 'argv' && isDeepStrictEqual(value, row.default)) return []
  const { calls, write } = hostKind(row)
  if (calls !== undefined) return calls(value as never, { method: name, key }, comments, rows)
  const code = write(value as never, key, comments, row)
  const args = argumentsOf(row, value, code)
  return [{ method: name, args, comments: comments.takeAll(key) }]
}

/** The value as the arguments of the method: as one, its items, or nothing for a switch that is on. */
function argumentsOf(row: Row, value: unknown, code: Code): MethodCall['args'] {
  const { takes } = kindOf(row)
  if (takes === 'items' && code.kind === 'list') return code.items
  if (takes === 'switch') return value === true ? [] : [{ code: literal(false), comments: [] }]
  return [{ code, comments: [] }]
}
