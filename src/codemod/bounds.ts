import type { SmolfileDocument } from '../dialects/dialects.ts'

/** Each is a link of the chain of calls, and what reads TypeScript recurses into those. */
const mostLinks = 200
/** Each is an argument, or a part of one; the sandbox takes some thousand values of a bottle. */
const mostValues = 5000

/** Why `document` is too large for a bottle file, if it is. */
export function excess(document: SmolfileDocument): string | undefined {
  const secrets = 'secrets' in document ? Object.keys(document.secrets ?? {}).length : 0
  const devices = Array.isArray(document.net) ? document.net.length : 0
  const found = [
    { what: 'secrets', number: secrets, most: mostLinks },
    { what: 'network devices', number: devices, most: mostLinks },
    { what: 'values', number: countValues(document), most: mostValues },
  ].find(({ number, most }) => number > most)
  if (found === undefined) return undefined
  const { what, number, most } = found
  return `the Smolfile has ${number} ${what}; a bottle file is written for at most ${most}`
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, each) => sum + countValues(each), 0)
}
