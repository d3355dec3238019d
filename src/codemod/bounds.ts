import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { keyOf } from '../language/rows.ts'

/** Each is a link of the chain of calls, and what reads TypeScript recurses into those. */
const mostLinks = 200
/** Each is an argument, or a part of one; the sandbox takes some thousand values of a bottle. */
const mostValues = 5000

/** Returns why `document` is too large for a bottle file, or undefined. */
export function excess(dialect: DialectName, document: SmolfileDocument): string | undefined {
  const links = Object.entries(dialectOf(dialect).rows).map(([name, row]) => {
    const value = (document as unknown as Readonly<Record<string, unknown>>)[keyOf(name, row)]
    const what = { references: 'secrets', devices: 'network devices' }[row.kind as string]
    const number = what === undefined ? 0 : Object.keys(value ?? {}).length
    return { what: what ?? '', number, most: mostLinks }
  })
  const values = { what: 'values', number: countValues(document), most: mostValues }
  const found = [...links, values].find(({ number, most }) => number > most)
  if (found === undefined) return undefined
  const { what, number, most } = found
  return `the Smolfile has ${number} ${what}; a bottle file holds at most ${most}`
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, each) => sum + countValues(each), 0)
}
