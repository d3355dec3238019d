/**
 * A ceiling: what bottles may get at, as people write it. What it does not name, nobody may.
 */
import * as v from 'valibot'
import { closedObject } from '../files/json-schemas.ts'
import { parseAddresses, parseFile, parseName, parsePublished } from './ceiling-entries.ts'

const all = (about: string) => v.optional(v.pipe(v.boolean(), v.description(about)))

/** All of it, nothing, or what is in the list. */
const list = (about: string, isEntry: (entry: string) => boolean, form: string) =>
  v.optional(
    v.pipe(
      v.union([v.boolean(), v.array(v.pipe(v.string(), v.check(isEntry, form)))]),
      v.description(about),
    ),
  )

const anyText = (entry: string) => entry !== ''

/** The form of a ceiling. Every key may be left out. */
export const ceilingSchema = closedObject({
  $schema: v.optional(v.pipe(v.string(), v.description('The schema that an editor checks with.'))),
  loopback: all("The host's own loopback, at whatever address. Default: false."),
  addresses: list(
    'Addresses and ranges: "10.20.0.0/16", "tcp 192.0.2.7", "udp 203.0.113.9:7001-7002".',
    (entry) => parseAddresses(entry) !== undefined,
    'a range of addresses, such as "10.20.0.0/16", "tcp fd00::/8" or "udp 203.0.113.9:7001"',
  ),
  names: list(
    'Names whose answers may be reached: "example.com" is the name alone, "*.example.com" all below it.',
    (entry) => parseName(entry) !== undefined,
    'a name, such as "example.com" or "*.example.com"',
  ),
  dns: list(
    'Names that DNS may be asked for, likewise. Default: those of names.',
    (entry) => parseName(entry) !== undefined,
    'a name, such as "example.com" or "*.example.com"',
  ),
  gateway: list(
    'Sockets of gateways, by their paths, and the addresses of the host behind them.',
    anyText,
    'a path or an address',
  ),
  published: list(
    'Published ports of the host: "tcp 8080", "udp 5000-5010", "tcp 8080 to 80".',
    (entry) => parsePublished(entry) !== undefined,
    'a port, such as "tcp 8080", "udp 5000-5010" or "tcp 8080 to 80"',
  ),
  files: list(
    'Paths of the host with all below them: "read /srv/data", "write /srv/data"; who may write may read.',
    (entry) => parseFile(entry) !== undefined,
    'a mode and a path, such as "read /srv/data" or "write /srv/data"',
  ),
  secrets: list(
    'Secrets by where the host has them: "env TOKEN", "file /run/secrets/token", "keychain service".',
    anyText,
    'a secret, such as "env TOKEN"',
  ),
  credentials: list(
    'Credentials by variable and host: "TOKEN to api.example.com", "TOKEN to api.example.com by GET". The value is that of the variable of the host, unless it says another: "TOKEN to api.example.com, of file /run/token".',
    anyText,
    'a credential, such as "TOKEN to api.example.com"',
  ),
  devices: list('Devices, in the words of bottle reach.', anyText, 'a device'),
  agent: list('Agents of the host, in the words of bottle reach.', anyText, 'an agent'),
  variables: list(
    "Variables of which the host's value is handed over, by their names.",
    anyText,
    'the name of a variable',
  ),
  user: all('Root in the guest. Default: false.'),
  image: all('An image that is whatever its publisher makes it. Default: false.'),
})

export type Ceiling = v.InferOutput<typeof ceilingSchema>

/** The keys of a ceiling that say what may be reached. */
export const ceilingKeys = Object.keys(ceilingSchema.entries).filter((key) => key !== '$schema')
