import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { Code } from '../code.ts'
import { literal } from '../code.ts'
import { isPlainNumber } from './number.ts'

/** The most ports that smolvm publishes. */
const mostPorts = 64

interface Mapping {
  readonly path: string
  readonly first: number
  readonly last: number
}

/**
 * Checks that the ports of one list can be published as they are written.
 *
 * @param list The path of the list.
 */
export function checkPorts(entries: readonly string[], list: string): readonly Problem[] {
  const problems: Problem[] = []
  const mappings: Mapping[] = []
  for (const [index, entry] of entries.entries()) {
    const path = `${list}[${index}]`
    const parsed = parsePort(entry)
    if (typeof parsed === 'string') {
      const hint = 'such as "8080", "8080:80" or "9000-9010:8000-8010"'
      problems.push(errorAt('BW044', path, `the port ${quote(entry)} ${parsed}`, hint))
      continue
    }
    // Past the limit there is an error anyway, and the search would be quadratic.
    const searched = mappings.slice(0, mostPorts)
    const taken = searched.find(({ first, last }) => parsed.first <= last && first <= parsed.last)
    if (taken !== undefined) {
      const port = Math.max(taken.first, parsed.first)
      const message = `the host's port ${port} is used by ${taken.path} and by ${path}`
      problems.push(errorAt('BW045', path, message))
    }
    mappings.push({ path, ...parsed })
  }
  const total = mappings.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  if (total <= mostPorts) return problems
  const message = `${list} are ${total} ports in all; smolvm publishes at most ${mostPorts}`
  return [...problems, errorAt('BW046', list, message)]
}

/** The ports of the host that `entry` takes, or what is wrong with it. */
function parsePort(entry: string): { first: number; last: number } | string {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?::(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(entry)
  if (match === null) return 'is malformed'
  const [host, hostEnd, guest, guestEnd] = match.slice(1).map((text) => text && Number(text))
  if (typeof host !== 'number') return 'is malformed'
  const numbers = [host, hostEnd, guest, guestEnd].filter((number) => typeof number === 'number')
  if (numbers.some((number) => number < 1 || number > 65_535)) {
    return 'is out of range; a port is 1 to 65535'
  }
  const last = typeof hostEnd === 'number' ? hostEnd : host
  if (last < host) return 'is a range that ends before it begins'
  if (typeof guest !== 'number') {
    return last === host ? { first: host, last } : 'is a range without a guest range'
  }
  const guestLast = typeof guestEnd === 'number' ? guestEnd : guest
  if (guestLast - guest !== last - host) return 'has ranges of different lengths'
  return { first: host, last }
}

/** A port's text: a number, or both sides by name. A form with more digits than needed stays. */
export function writePort(entry: string): Code {
  if (isPlainNumber(entry)) return literal(Number(entry))
  const [host = '', guest = '', ...more] = entry.split(':')
  const [hostCode, guestCode] = [host, guest].map(rangeCode)
  if (hostCode === undefined || guestCode === undefined || more.length > 0) return literal(entry)
  const sides = Object.entries({ host: hostCode, guest: guestCode })
  return { kind: 'record', entries: sides.map(([key, code]) => ({ key, code, comments: [] })) }
}

function rangeCode(side: string): Code | undefined {
  if (isPlainNumber(side)) return literal(Number(side))
  const [first = '', last = '', ...more] = side.split('-')
  if (!isPlainNumber(first) || !isPlainNumber(last) || more.length > 0) return undefined
  const items = [first, last].map((end) => ({ code: literal(Number(end)), comments: [] }))
  return { kind: 'list', items }
}
