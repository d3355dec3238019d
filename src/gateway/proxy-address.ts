import { isIPv6 } from 'node:net'
import { quote } from '../diagnostic/text.ts'
import { refusePath } from './plain-path.ts'
import type { Refusal } from './refusal.ts'

/** Where a proxy of the gateway listens on the host. */
export type ProxyAddress =
  | { readonly unix: string }
  | { readonly host: string; readonly port: number }

/** sun_path of Linux (unix(7)), without the final NUL. */
const longestSocket = 107

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const hostAndPort = new RegExp(
  `^(?:(?<name>${label}(?:\\.${label})*)|\\[(?<six>[0-9A-Fa-f:.]+)\\]):(?<port>[1-9][0-9]{0,4})$`,
)

/** Reads `unix:PATH` or `HOST:PORT`, the value of `option`. */
export function readProxyAddress(option: string, text: string): ProxyAddress | Refusal {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length)
    const refusal = refusePath(`the path of --${option}`, path)
    if (refusal !== undefined) return refusal
    return Buffer.byteLength(path) <= longestSocket
      ? { unix: path }
      : {
          message: `the path of --${option} is ${Buffer.byteLength(path)} bytes; a unix socket address holds ${longestSocket}`,
          hint: 'use a shorter path',
        }
  }
  const { name, six = '', port } = hostAndPort.exec(text)?.groups ?? {}
  const isHost = name !== undefined ? name.length <= 253 : isIPv6(six)
  if (isHost && Number(port) <= 65_535) return { host: name ?? `[${six}]`, port: Number(port) }
  return {
    message: `--${option} is ${quote(text)}; it must be unix:PATH or HOST:PORT`,
    hint: `such as --${option} unix:/run/proxies/${option}.sock or --${option} 127.0.0.1:9000`,
  }
}

export function isRefusal(result: object): result is Refusal {
  return 'message' in result
}
