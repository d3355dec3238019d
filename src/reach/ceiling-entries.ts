import type { NameGrant } from '../dialects/reach.ts'
import { parseRange } from '../dialects/values/addresses.ts'
import type { AddressPorts } from '../dialects/values/range.ts'
import { parseUdpRange } from '../dialects/values/range.ts'
import { plainPath } from './answer-grants.ts'
import type { Protocol } from './ask.ts'
import { plainName } from './question.ts'

/** Addresses and ports that a ceiling names. */
export interface AddressEntry extends AddressPorts {
  readonly protocols: readonly Protocol[]
}

const allPorts = { first: 1, last: 65_535 }

export function isAllPorts({ ports }: AddressPorts): boolean {
  return ports.first === allPorts.first && ports.last === allPorts.last
}

/** `RANGE`, `tcp RANGE[:PORT[-END]]`, `udp RANGE[:PORT[-END]]`; a range is a CIDR, an address, or `A to B`. */
export function parseAddresses(entry: string): AddressEntry | undefined {
  const [, one, text = ''] = /^(?:(tcp|udp) )?(.*)$/s.exec(entry) ?? []
  const both: readonly Protocol[] = ['tcp', 'udp']
  const protocols = one === undefined ? both : both.filter((each) => each === one)
  const range = parseEnds(text)
  if (range !== undefined) return { ...range, ports: allPorts, protocols }
  const withPorts = one === undefined ? undefined : parseUdpRange(text)
  return withPorts && { ...withPorts, protocols }
}

function parseEnds(text: string) {
  const [start = '', end, ...more] = text.split(' to ')
  const first = parseRange(start)
  if (end === undefined) return first
  const last = parseRange(end)
  const isOne = more.length === 0 && ![start, end].some((each) => each.includes('/'))
  if (!isOne || first === undefined || last === undefined) return undefined
  return first.family === last.family && first.first <= last.last
    ? { ...first, last: last.last }
    : undefined
}

/** `example.com` is the name alone, `*.example.com` all that is below it. */
export function parseName(entry: string): NameGrant | undefined {
  const below = entry.startsWith('*.')
  const name = plainName(below ? entry.slice(2) : entry)
  return name === undefined ? undefined : { name, itself: !below, below, by: '' }
}

/** `tcp 8080`, `udp 5000-5010`, `tcp 8080 to 80`: ports of the host, and which of the guest they are. */
export function parsePublished(entry: string) {
  const [, protocol = '', start, end = start, guest] =
    /^(tcp|udp) (\d{1,5})(?:-(\d{1,5}))?(?: to (\d{1,5})(?:-\d{1,5})?)?$/.exec(entry) ?? []
  if (start === undefined) return undefined
  const [first, last] = [Number(start), Number(end)]
  return { protocol, first, last, ...(guest === undefined ? {} : { guest: Number(guest) }) }
}

/** `read PATH`, `write PATH`. */
export function parseFile(entry: string) {
  const [, mode, path = ''] = /^(read|write) (.+)$/s.exec(entry) ?? []
  return mode === undefined ? undefined : { mode, path: plainPath(path) }
}
