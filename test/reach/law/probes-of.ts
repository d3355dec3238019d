import { addressOfBits, bitsOf, mappedBits } from './addresses.ts'
import type { Pair } from './pairs.ts'
import type { Probe } from './probe.ts'
import type { Document } from './second-reading.ts'

/** What is tried of every pair: the gateway, the loopback, and what is near them. */
const fixedAddresses = [
  ...['100.96.0.1', 'fd53:4d00::1', '127.0.0.1', '127.77.0.2', '::1', '::ffff:127.0.0.1'],
  ...[
    '::ffff:100.96.0.1',
    '::ffff:0.0.0.0',
    '0.0.0.0',
    '::',
    '169.254.169.254',
    '::ffff:169.254.169.254',
  ],
  ...['10.77.0.1', '::ffff:10.77.0.1', '172.20.7.1', '192.168.7.1', '100.80.0.1', 'fd12:3456::1'],
  ...['192.0.2.2', '198.51.100.7', '2001:db8::1', '::ffff:192.0.2.2', '169.254.1.1', 'fe80::1'],
]

const both = ['tcp', 'udp'] as const

/** The probes that could tell two documents apart: at the edges of every value in them. */
export function* probesOf({ before, after }: Pair): Generator<Probe> {
  const texts = [...new Set([...textsOf(before), ...textsOf(after)])]
  yield* namelessProbes
  const addresses = [...new Set([...fixedAddresses, ...texts.flatMap(edgesOf)])]
  const ports = [...new Set([443, ...texts.flatMap(portsOf)])]
  // Ports are of the ranges that have some, and of the addresses that are in many.
  const withPorts = texts.filter((text) => portsOf(text).length > 0).flatMap(edgesOf)
  const onPorts = new Set([...fixedAddresses, ...withPorts])
  for (const address of addresses) {
    yield { kind: 'address', protocol: 'tcp', address, port: 443 }
    for (const port of onPorts.has(address) ? ports : [443]) {
      yield { kind: 'address', protocol: 'udp', address, port }
    }
  }
  const names = [...new Set(texts.flatMap(namesNear))]
  for (const name of ['elsewhere.test', ...names]) {
    yield { kind: 'question', name }
    // The two other spellings of a name are the questions' alone.
    if (name !== name.toLowerCase() || name.endsWith('.')) continue
    for (const address of nameAddresses) {
      for (const protocol of both) yield { kind: 'name', protocol, name, address, port: 443 }
    }
  }
  yield* grantProbes(texts, before, after)
}

const nameAddresses = [
  ...['100.96.0.1', 'fd53:4d00::1', '127.0.0.1', '::1', '10.77.0.1', '192.0.2.2', '2001:db8::1'],
  ...['203.0.113.9', '::ffff:10.77.0.1', '::'],
]

const namelessProbes: readonly Probe[] = [
  { kind: 'root' },
  ...(['gpu', 'cuda', 'rosetta'] as const).map((device) => ({ kind: 'device' as const, device })),
  ...(['ssh', 'docker', 'gvproxy'] as const).map((agent) => ({ kind: 'agent' as const, agent })),
  ...both.flatMap((protocol) =>
    ([4, 6] as const).map((family) => ({ kind: 'loopback' as const, protocol, family })),
  ),
]

/** Every text that is a value in a document, or the name of one. */
function textsOf(document: Document): readonly string[] {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  visit(document)
  return found
}

/** The first and the last address of a range, the ones beside them, and those mapped. */
function edgesOf(text: string): readonly string[] {
  const cidr = /^\[?([0-9a-f:.]+?)(?:\/(\d+))?(?:\]?:\d+(?:-\d+)?|\])?$/.exec(text)
  const address = cidr?.[1] ?? ''
  const isFour = /^\d+(\.\d+){3}$/.test(address)
  const isSix = /^[0-9a-f:]+:[0-9a-f:.]*$/.test(address)
  if (!isFour && !isSix) return []
  const bits = bitsOf(address)
  const prefix = bits.slice(0, Number(cidr?.[2] ?? bits.length))
  const first = BigInt(`0b${prefix.padEnd(bits.length, '0')}`)
  const last = BigInt(`0b${prefix.padEnd(bits.length, '1')}`)
  const most = (1n << BigInt(bits.length)) - 1n
  const near = [first - 1n, first, first + 1n, last, last + 1n].filter(
    (value) => value >= 0n && value <= most,
  )
  return near.flatMap((value) => {
    const own = value.toString(2).padStart(bits.length, '0')
    return own.length === 32
      ? [addressOfBits(own), addressOfBits(mappedBits(own))]
      : [addressOfBits(own)]
  })
}

function portsOf(text: string): readonly number[] {
  const [, first, last = first] = /[\].\d]:(\d+)(?:-(\d+))?$/.exec(text) ?? []
  if (first === undefined) return []
  return [first, last]
    .map(Number)
    .flatMap((port) => [port - 1, port, port + 1])
    .filter((port) => port > 0 && port < 65_536)
}

/** A name, those below it and beside it, and the domain that it is in. */
function namesNear(text: string): readonly string[] {
  const name = text.toLowerCase().replace(/^\*\./, '').replace(/\.$/, '')
  if (!/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(name)) return []
  const above = name.includes('.') ? [name.slice(name.indexOf('.') + 1)] : []
  return [name, name.toUpperCase(), `${name}.`, `x.${name}`, `y.x.${name}`, `x${name}`, ...above]
}

function* grantProbes(
  texts: readonly string[],
  before: Document,
  after: Document,
): Generator<Probe> {
  for (const path of new Set(texts.flatMap(pathsOf))) {
    yield { kind: 'file', mode: 'read', path }
    yield { kind: 'file', mode: 'write', path }
  }
  // Past every gateway, a socket that no document names is none that filters either.
  yield { kind: 'gateway', socket: '/run/elsewhere.sock' }
  for (const name of new Set(texts)) {
    if (/^\w+$/.test(name)) yield { kind: 'variable', name }
    if (name.endsWith('.sock')) yield { kind: 'gateway', socket: name }
  }
  for (const document of [before, after]) {
    yield* secretProbes(document)
    yield* portProbes(document)
  }
}

/** What a mount or an image names, and what is in it and beside it. */
function pathsOf(text: string): readonly string[] {
  const isBucket = text.startsWith('s3://')
  const [host = ''] = (isBucket ? text.slice(5) : text).split(':')
  if (!/[/.]/.test(text) || host === '') return []
  const path = isBucket ? `s3://${host}` : host
  return [path, `${path}/sub`, `${path}x`]
}

function* secretProbes(document: Document): Generator<Probe> {
  if ('command' in document) return
  const { secrets = {}, network } = document
  const sources: { source: string; from: string }[] = []
  for (const [name, reference] of Object.entries(secrets)) {
    for (const [source, from] of Object.entries(reference)) {
      sources.push({ source, from: String(from) })
      yield { kind: 'secret', name, source, from: String(from) }
    }
  }
  for (const { environment_variable: variable = '', allowed_hosts } of network?.credentials ?? []) {
    for (const each of [...sources, { source: 'from_env', from: variable }]) {
      for (const host of allowed_hosts.flatMap((text) => [
        text.replace('*.', ''),
        text.replace('*', 'x'),
      ])) {
        for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
          for (const place of ['header', 'body', 'authorization', 'x-key']) {
            yield { kind: 'credential', variable, ...each, host, method, place }
          }
        }
      }
    }
  }
}

function* portProbes(document: Document): Generator<Probe> {
  if ('command' in document) return
  for (const entry of [...(document.ports ?? []), ...(document.dev?.ports ?? [])]) {
    const [outside = '', inside = outside] = entry.replace(/\/.*/, '').split(':')
    for (const protocol of both) {
      for (const host of portEdges(outside)) {
        for (const guest of portEdges(inside)) {
          yield { kind: 'published', protocol, host, guest }
        }
      }
    }
  }
}

function portEdges(side: string): readonly number[] {
  return side
    .split('-')
    .map(Number)
    .flatMap((port) => [port - 1, port, port + 1])
}
