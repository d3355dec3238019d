/**
 * gvproxy.yaml, the companion of a Smolfile: the configuration with which gvproxy has the bottle
 * reach `proxy.internal` at the bottle's own address of the host's loopback. Measured with gvproxy
 * 0.8.9: see docs/guides/gateway.md.
 */
import { createRequire } from 'node:module'
import type { Node } from 'yaml'
import { gateway } from '../../language/claude-bottle/gateway.ts'

/** gvproxy's own network, in which the guest is. */
export const gvproxyNetwork = {
  subnet: '192.168.127.0/24',
  /** gvproxy itself: its resolver, and its interface. */
  gateway: '192.168.127.1',
  /** What `proxy.internal` is. */
  proxies: '192.168.127.253',
  /** What gvproxy by its defaults translates to the host's 127.0.0.1. */
  host: '192.168.127.254',
} as const

/** What a companion is written from. */
export interface Companion {
  readonly socket: string
  readonly address: string
}

/** One line of a companion: its key, what it says, and why it is there. */
interface CompanionLine {
  readonly keys: readonly (string | number)[]
  readonly value: (companion: Companion) => string | number
  /** The words behind the line where it says what gvproxy does by itself. */
  readonly pins?: string
  /** What another value would open. */
  readonly else: string
}

const pinned = "gvproxy's default, pinned"
const { subnet, gateway: gatewayAddress, proxies, host } = gvproxyNetwork

/** Where a companion has the bottle's own address. */
export const addressKeys = ['stack', 'nat', proxies] as const

/** Every line of a companion, in the order of the text. */
export const companionLines: readonly CompanionLine[] = [
  {
    keys: ['interfaces', 'vfkit'],
    value: ({ socket }) => `unixgram://${encodePath(socket)}`,
    else: 'another socket serves another bottle, or none',
  },
  {
    keys: ['stack', 'mtu'],
    value: () => 1500,
    pins: pinned,
    else: 'packets of another size are lost on the way',
  },
  {
    keys: ['stack', 'subnet'],
    value: () => subnet,
    pins: pinned,
    else: 'the addresses below are of this network',
  },
  {
    keys: ['stack', 'gatewayIP'],
    value: () => gatewayAddress,
    pins: pinned,
    else: 'the resolver that answers proxy.internal alone is at this address',
  },
  {
    keys: ['stack', 'gatewayVirtualIPs', 0],
    value: () => proxies,
    else: 'a further address of the gateway is a further way to what it is translated to',
  },
  {
    keys: addressKeys,
    value: ({ address }) => address,
    else: `without it gvproxy translates ${host} to the host's own 127.0.0.1`,
  },
  {
    keys: ['stack', 'dns', 0, 'records', 0, 'name'],
    value: () => gateway.host,
    else: 'names that are answered here are not asked of the host',
  },
  {
    keys: ['stack', 'dns', 0, 'records', 0, 'ip'],
    value: () => proxies,
    else: 'the gateway would be at another address',
  },
]

let template: ((companion: Companion) => string) | undefined

/** The text of a companion. The library lays out one for all: of each, two values are its own. */
export function renderCompanion(companion: Companion): string {
  template ??= layOut({ socket: '/SOCKET', address: 'ADDRESS' })
  return template(companion)
}

/** Lays out the lines with marks, which are the same in YAML as what stands for them. */
function layOut(marks: Companion): (companion: Companion) => string {
  const document = new (yaml().Document)(dataOf(marks))
  document.commentBefore = ` The network of gvproxy, in which ${gateway.host} is one address of the host.`
  for (const { keys, pins } of companionLines) {
    if (pins !== undefined) (document.getIn(keys, true) as Node).comment = ` ${pins}`
  }
  const text = document.toString({ lineWidth: 0 })
  return ({ socket, address }) =>
    text.replace(marks.socket, () => encodePath(socket)).replace(marks.address, () => address)
}

type Data = Record<string | number, unknown>

function dataOf(companion: Companion): Data {
  const data: Data = {}
  for (const { keys, value } of companionLines) {
    let inner = data
    for (const [index, key] of keys.entries()) {
      const next = keys[index + 1]
      if (next === undefined) inner[key] = value(companion)
      else inner[key] ??= typeof next === 'number' ? [] : {}
      inner = inner[key] as Data
    }
  }
  return data
}

/** The path as a URL has it, so that gvproxy reads it back: it is the one part of the URL. */
function encodePath(socket: string): string {
  const encoded = socket.split('/').map(encodeURIComponent).join('/')
  return encoded.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

let loaded: typeof import('yaml') | undefined

/** Loaded when the first companion asks for it: 40 ms that most projects need not spend. */
export function yaml(): typeof import('yaml') {
  loaded ??= createRequire(import.meta.url)('yaml') as typeof import('yaml')
  return loaded
}
