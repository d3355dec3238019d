import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { Code, Entry } from '../code.ts'
import { literal } from '../code.ts'
import { isPlainNumber } from './number.ts'

/** The most ports that smolvm publishes. */
const mostPorts = 64

/** Ports with both ends included. */
export interface PortSpan {
  readonly first: number
  readonly last: number
}

/** Ports of the host that lead to as many of the guest. */
export interface PublishedPorts {
  readonly host: PortSpan
  readonly guest: PortSpan
  readonly protocol: 'tcp' | 'udp'
}

/**
 * Checks that the ports of one list can be published as they are written.
 *
 * @param list The path of the list.
 */
export function checkPorts(entries: readonly string[], list: string): readonly Problem[] {
  const problems: Problem[] = []
  const mappings: (PublishedPorts & { readonly path: string })[] = []
  for (const [index, entry] of entries.entries()) {
    const path = `${list}[${index}]`
    const parsed = parsePorts(entry)
    if (typeof parsed === 'string') {
      const hint = 'such as "8080", "8080:80", "53/udp" or "9000-9010:8000-8010"'
      problems.push(errorAt('BW044', path, `the port ${quote(entry)} ${parsed}`, hint))
      continue
    }
    // Past the limit there is an error anyway, and the search would be quadratic.
    const taken = mappings.slice(0, mostPorts).find((other) => shareHostPort(parsed, other))
    if (taken !== undefined) {
      const port = Math.max(taken.host.first, parsed.host.first)
      const message = `the host's port ${port} is used by ${taken.path} and by ${path}`
      problems.push(errorAt('BW045', path, message))
    }
    mappings.push({ path, ...parsed })
  }
  const total = mappings.reduce((sum, { host }) => sum + host.last - host.first + 1, 0)
  if (total <= mostPorts) return problems
  const message = `${list} are ${total} ports in all; smolvm publishes at most ${mostPorts}`
  return [...problems, errorAt('BW046', list, message)]
}

/** Returns what `entry` publishes, as smolvm 1.32.2 reads it, or what is wrong with it. */
export function parsePorts(entry: string): PublishedPorts | string {
  const slash = entry.lastIndexOf('/')
  const protocol = slash === -1 ? 'tcp' : entry.slice(slash + 1)
  if (protocol !== 'tcp' && protocol !== 'udp') {
    return `has the protocol ${quote(protocol)}; it must be "tcp" or "udp"`
  }
  const [hostText = '', guestText = hostText, ...more] = withoutProtocol(entry).split(':')
  const [host, guest] = [hostText, guestText].map(parseRange)
  if (host === undefined || guest === undefined || more.length > 0) return 'is malformed'
  if ([host, guest].some(({ first, last }) => first < 1 || Math.max(first, last) > 65_535)) {
    return 'is out of range; a port is 1 to 65535'
  }
  if (host.last < host.first || guest.last < guest.first) {
    return 'is a range that ends before it begins'
  }
  if (guest.last - guest.first !== host.last - host.first) return 'has ranges of different lengths'
  return { host, guest, protocol }
}

function withoutProtocol(entry: string): string {
  const slash = entry.lastIndexOf('/')
  return slash === -1 ? entry : entry.slice(0, slash)
}

function parseRange(side: string): PortSpan | undefined {
  // As Rust reads a number: with a "+" and any number of zeros.
  const [, first, last = first] = /^\+?0*(\d{1,6})(?:-\+?0*(\d{1,6}))?$/.exec(side) ?? []
  return first === undefined ? undefined : { first: Number(first), last: Number(last) }
}

/** Whether both take a port of the host, which TCP and UDP have each for itself. */
function shareHostPort(one: PublishedPorts, other: PublishedPorts): boolean {
  return (
    one.protocol === other.protocol &&
    one.host.first <= other.host.last &&
    other.host.first <= one.host.last
  )
}

/** A port's text: a number, or its parts by name. A form with more digits than needed stays. */
export function writePort(entry: string): Code {
  if (isPlainNumber(entry)) return literal(Number(entry))
  const parts = withoutProtocol(entry).split(':')
  const [host, guest, ...more] = parts.map(rangeCode)
  if (host === undefined || more.length > 0 || typeof parsePorts(entry) === 'string') {
    return literal(entry)
  }
  if (parts.length > 1 && guest === undefined) return literal(entry)
  const protocol = entry.slice(withoutProtocol(entry).length + 1)
  const sides: readonly (readonly [string, Code | undefined])[] = [
    guest === undefined ? ['port', host] : ['host', host],
    ['guest', guest],
    ['protocol', protocol === '' ? undefined : literal(protocol)],
  ]
  const entries = sides.flatMap(([key, code]): readonly Entry[] =>
    code === undefined ? [] : [{ key, code, comments: [] }],
  )
  return { kind: 'record', entries }
}

function rangeCode(side: string): Code | undefined {
  if (isPlainNumber(side)) return literal(Number(side))
  const [first = '', last = '', ...more] = side.split('-')
  if (!isPlainNumber(first) || !isPlainNumber(last) || more.length > 0) return undefined
  const items = [first, last].map((end) => ({ code: literal(Number(end)), comments: [] }))
  return { kind: 'list', items }
}
