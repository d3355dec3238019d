import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { kindOf } from '../language/kinds.ts'
import type { Row, Rows } from '../language/rows.ts'
import { keyOf } from '../language/rows.ts'
import type { Setting } from './setting.ts'

/** One step inwards: an argument of a call or an element of a list, or a key of an object. */
export type Step = number | string

/** Which part of which builder call makes a setting. */
export interface CallPart {
  readonly method: string
  /** From the call's arguments; none when all of them make the setting. */
  readonly steps: readonly Step[]
  /** The first argument that the call has, where a call is about one name. */
  readonly name?: string
  /** Whether the method adds to a list that an earlier call has begun. */
  readonly appends: boolean
  /** Whether the method can be called again for more keys of its table. */
  readonly merges: boolean
}

/** The part of the builder calls that makes `setting`. */
export function callPartOf(dialect: DialectName, { keys }: Setting): CallPart {
  const { rows } = dialectOf(dialect)
  const [first = '', ...rest] = keys
  const [method, row] = methodOf(rows, String(first))
  const { takes, combines } = kindOf(row)
  const part = { method, appends: takes === 'items' && combines === 'append', merges: false }
  switch (row.kind) {
    case 'variables':
      return { ...part, steps: [0, String(rest[0])], merges: true }
    case 'references':
      return { ...part, steps: [1], name: String(rest[0]) }
    case 'table':
      return { ...part, steps: [0, ...authoredSteps(row.rows, rest)], merges: true }
    case 'devices':
      // The device is the call's argument, and its socket that of the function in it; the rest are
      // options behind it.
      if (rest.length < 2) return { ...part, steps: [0] }
      return { ...part, steps: rest[1] === 'socket' ? [0, 0] : [0, 1, ...rest.slice(1)] }
    case 'network': {
      const options = rows[nameOf(rows, String(first))]
      const inner = 'rows' in (options ?? {}) ? (options as { rows: Rows }).rows : {}
      return { ...part, steps: rest.length === 0 ? [0] : [0, 0, ...authoredSteps(inner, rest)] }
    }
    default:
      if (takes === 'items') return { ...part, steps: rest }
      return { ...part, steps: takes === 'switch' ? [] : [0, ...rest] }
  }
}

/** The method that makes a key of a Smolfile, and the row whose method it is. */
function methodOf(rows: Rows, key: string): readonly [method: string, row: Row] {
  const found = Object.entries(rows).find(([name, row]) => {
    return row.makes?.includes(key) ?? (row.method !== false && keyOf(name, row) === key)
  })
  if (found === undefined) throw new RangeError(`no method makes ${key}`)
  return found
}

function nameOf(rows: Rows, key: string): string {
  return Object.keys(rows).find((name) => keyOf(name, rows[name]) === key) ?? key
}

/** Keys of a Smolfile as those of the options; what is no key of a table keeps its name. */
function authoredSteps(rows: Rows, [key, ...rest]: readonly Step[]): readonly Step[] {
  if (key === undefined) return []
  if (typeof key === 'number') return [key, ...authoredSteps(rows, rest)]
  const name = nameOf(rows, key)
  const row = rows[name]
  return [name, ...authoredSteps(row !== undefined && 'rows' in row ? row.rows : {}, rest)]
}
