import { posix } from 'node:path'
import type { Grant, Reach } from '../reach.ts'
import { fileGrants, pastGateways, userGrant, variableGrants } from '../reach.ts'
import { parseRange } from '../values/addresses.ts'
import { imageKind } from '../values/image.ts'
import { parsePorts } from '../values/port.ts'
import { parseUdpRange } from '../values/range.ts'
import { splitVolume } from '../values/volume.ts'
import type { SmolvmDocument } from './document.ts'
import { networkReach } from './network-reach.ts'

/** What a machine can get at, of the settings that apply: lists of `[dev]` replace the others. */
export function reachOfMachine(document: SmolvmDocument): Reach {
  const network = networkReach(document)
  return {
    network,
    grants: [
      ...(network.way === 'tsi'
        ? [{ part: 'gateway' as const, what: pastGateways, by: network.by }]
        : []),
      ...malformedRanges(document),
      ...publishedPorts(document),
      ...mounts(document),
      ...imageFolder(document),
      ...imagePublisher(document),
      ...secrets(document),
      ...credentials(document),
      ...devices(document),
      ...agent(document),
      ...variableGrants(document.env ?? [], 'env'),
      ...variableGrants(document.dev?.env ?? [], 'dev.env'),
      ...userGrant(...effectiveUser(document)),
    ],
  }
}

/** A list with its path: that of `[dev]`, or the top level's where that is empty. */
function effective(document: SmolvmDocument, key: 'ports' | 'volumes') {
  const own = document.dev?.[key] ?? []
  return own.length > 0
    ? { entries: own, list: `dev.${key}` }
    : { entries: document[key] ?? [], list: key }
}

function effectiveUser({ user, dev }: SmolvmDocument): readonly [string | undefined, string] {
  return dev?.user === undefined ? [user, 'user'] : [dev.user, 'dev.user']
}

/** Of what nobody can read nobody knows what it opens. smolvm refuses it, or takes it as it is. */
function malformedRanges({ network = {} }: SmolvmDocument): readonly Grant[] {
  return (['allow_cidrs', 'allow_private', 'allow_udp'] as const).flatMap((key) =>
    (network[key] ?? []).flatMap((text, index): readonly Grant[] => {
      const range = key === 'allow_udp' ? parseUdpRange(text) : parseRange(text)
      const by = [`network.${key}[${index}]`]
      return range === undefined ? [{ part: 'malformed', what: `${key} ${text}`, by }] : []
    }),
  )
}

/** Published ports are at the host's 127.0.0.1 and ::1. What nobody can read may be any port. */
function publishedPorts(document: SmolvmDocument): readonly Grant[] {
  const { entries, list } = effective(document, 'ports')
  return entries.flatMap((entry, index): readonly Grant[] => {
    const by = [`${list}[${index}]`]
    const parsed = parsePorts(entry)
    if (typeof parsed === 'string') return [{ part: 'published', what: entry, by }]
    const { host, guest, protocol } = parsed
    // A port of a range each, so that a range is what its ports are.
    const all = Array.from({ length: Math.min(host.last - host.first + 1, mostPorts) })
    return all.map((_, offset) => ({
      part: 'published',
      what: `${protocol} ${host.first + offset} to ${guest.first + offset}`,
      by,
    }))
  })
}

/** smolvm publishes no more, and a range of all ports is an error. */
const mostPorts = 65

function mounts(document: SmolvmDocument): readonly Grant[] {
  const { entries, list } = effective(document, 'volumes')
  return entries.flatMap((entry, index) => {
    const by = [`${list}[${index}]`]
    const { host = '', mode } = splitVolume(entry) ?? { host: entry }
    if (host === '') return []
    const isBucket = host.startsWith('s3://')
    return fileGrants(isBucket ? host : hostPath(host), mode !== 'ro', by)
  })
}

/** The path of a host's folder as text, in the one form that means the same wherever it is. */
function hostPath(path: string): string {
  // Where a part may be a link, ".." leads elsewhere than the text says: then it stays as it is.
  if (path.split('/').includes('..')) return path
  const normal = posix.normalize(`${path}/`)
  return normal.length > 1 ? normal.slice(0, -1) : normal
}

/** An image that is a path of the host is read, whole. */
function imageFolder({ image }: SmolvmDocument): readonly Grant[] {
  if (image === undefined || imageKind(image) !== 'path') return []
  return fileGrants(hostPath(image), false, ['image'])
}

/**
 * Without a digest an image of a registry is what is published under its name when it is fetched, and
 * one of standard input is whatever comes.
 */
function imagePublisher({ image }: SmolvmDocument): readonly Grant[] {
  if (image === undefined || imageKind(image) === 'path') return []
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return []
  return [{ part: 'image', what: 'whoever publishes the image decides what runs', by: ['image'] }]
}

/** A secret that feeds a credential may stay on the host: nothing measured shows that it does. */
function secrets({ secrets = {}, network }: SmolvmDocument): readonly Grant[] {
  const bound = new Set(network?.credentials?.map((each) => each.environment_variable))
  return Object.entries(secrets).flatMap(([name, reference]) =>
    sourcesOf(reference).map((source) => ({
      part: 'secrets',
      what: `${name} of ${source}`,
      by: [`secrets.${name}`],
      ...(bound.has(name) ? { assumes: 'the guest gets what a credential sends' } : {}),
    })),
  )
}

type Reference = NonNullable<SmolvmDocument['secrets']>[string]

/** Where the host has the value of a secret. */
function sourcesOf(reference: Reference): readonly string[] {
  return Object.entries(reference).map(
    ([source, from]) => `the host's ${source.replace('from_', '')} ${from}`,
  )
}

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * One grant a value, host, method and place: what fewer of any of these grant is within. The case of
 * a host and of a header says nothing. The value is that of the secret of the variable's name, and without one that of the host's variable.
 */
function credentials({ network, secrets = {} }: SmolvmDocument): readonly Grant[] {
  return (network?.credentials ?? []).flatMap((binding, index) => {
    const { environment_variable: variable = '', allowed_hosts, methods, set_header } = binding
    const { header = true, body = false } = binding.injection_location ?? {}
    const places = [
      ...(header ? ['its headers'] : []),
      ...(body ? ['its body'] : []),
      ...(set_header === undefined ? [] : [`the header ${set_header.toLowerCase()}`]),
    ]
    const verbs = [...new Set((methods ?? everyMethod).map((each) => each.toUpperCase()))]
    const secret = Object.hasOwn(secrets, variable) ? secrets[variable] : undefined
    const values = sourcesOf(secret ?? { from_env: variable })
    const ways = verbs.flatMap((verb) => places.map((place) => `by ${verb} in ${place}`))
    return allowed_hosts.flatMap((host) =>
      ways.flatMap((way) =>
        values.map((value) => ({
          part: 'credentials' as const,
          what: `${variable} to ${host.toLowerCase()} ${way}, of ${value}`,
          by: [`network.credentials[${index}]`],
        })),
      ),
    )
  })
}

function devices(document: SmolvmDocument): readonly Grant[] {
  const { gpu, cuda, auto_graph, rosetta } = document
  const granted = (what: string, ...by: readonly (keyof SmolvmDocument)[]): readonly Grant[] => {
    const settings = by.filter((key) => document[key] === true)
    return settings.length === 0 ? [] : [{ part: 'devices', what, by: settings }]
  }
  return [
    ...(gpu === true ? granted('a Vulkan device of the host', 'gpu') : []),
    ...(cuda === true || auto_graph === true
      ? granted("the host's NVIDIA device", 'cuda', 'auto_graph')
      : []),
    ...(rosetta === true ? granted("the host's translator, Rosetta", 'rosetta') : []),
  ]
}

function agent({ auth, docker_socket }: SmolvmDocument): readonly Grant[] {
  return [
    ...(auth?.ssh_agent === true
      ? [{ part: 'agent' as const, what: "the host's SSH agent", by: ['auth.ssh_agent'] }]
      : []),
    ...(docker_socket === true
      ? [
          {
            part: 'agent' as const,
            what: "the guest's Docker, from the host",
            by: ['docker_socket'],
          },
        ]
      : []),
  ]
}
