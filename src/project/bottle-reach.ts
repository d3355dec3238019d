import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { Reach } from '../dialects/reach.ts'

interface Described {
  readonly dialect: DialectName
  readonly document: SmolfileDocument
}

/** What is taken for granted that no document says, and no document can say. */
export type Assumption = 'confined'

/** What a bottle can get at. */
export function reachOf({ dialect, document }: Described, assume?: Assumption): Reach {
  // The document is of the dialect that it is named with.
  const reach = dialectOf(dialect).reach(document as never)
  return assume === 'confined' ? (reach.confined ?? reach) : reach
}

/** The path of a setting as its author knows it: a variable by its name instead of its index. */
export function authoredSetting({ document }: Described, path: string): string {
  const [, list = '', index] = /^((?:dev\.)?env)\[(\d+)\]$/.exec(path) ?? []
  if (index === undefined) return path
  const entry = list.split('.').reduce<unknown>(entryOf, document)
  const variable = Array.isArray(entry) ? String(entry[Number(index)]) : ''
  const [name = ''] = variable.split('=')
  return name === '' ? path : `${list}.${name}`
}

function entryOf(value: unknown, key: string): unknown {
  return (value as Readonly<Record<string, unknown>> | undefined)?.[key]
}
