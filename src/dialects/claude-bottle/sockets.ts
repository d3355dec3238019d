import { posix } from 'node:path'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt, warningAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { unwritable } from '../../smolfile/toml-text.ts'
import { companionName } from '../companion.ts'
import { addressOf, usualAddresses } from '../values/own-address.ts'
import type { ClaudeBottleDocument } from './document.ts'

/** sun_path holds 104 bytes on macOS (sys/un.h) and 108 on Linux (unix(7)), the final NUL included. */
const longestSocket = 103

/** libkrun up to 1.18.1 binds its own end at the path and `-krun.sock`. */
const olderEnd = '-krun.sock'
const longestAddress = { Linux: 107, macOS: 103 } as const

/** Checks that there is a device at all, and that each hangs on a usable socket. */
export function checkSockets({ net }: ClaudeBottleDocument, slug: string): readonly Problem[] {
  if (net.length > 0) {
    const sockets = net.flatMap(({ socket }, index) =>
      checkSocket(slug, socket, `net[${index}].socket`),
    )
    return [...sockets, ...checkGateway(net, slug)]
  }
  const message =
    "there is no network device; without one libkrun uses TSI, which lets the guest reach the host's 127.0.0.0/8"
  return [errorAt('BW010', 'net', message, `add .net(gvproxy('${suggestedSocket(slug)}'))`)]
}

function checkSocket(slug: string, socket: string, path: string): readonly Problem[] {
  const reason = unwritable(socket)
  if (reason !== undefined) {
    const message = `the socket path has ${reason}, which a Smolfile cannot hold: ${quote(socket)}`
    return [errorAt('BW005', path, message)]
  }
  const hint = `put the socket at ${suggestedSocket(slug)}`
  const shape = malformation(socket)
  if (shape !== undefined) {
    const message = `the socket path ${quote(socket)} ${shape}; it must be absolute and normalized`
    return [errorAt('BW011', path, message, hint)]
  }
  const sign = /[#?%\p{Cc}]/u.exec(socket)?.[0]
  if (sign !== undefined) {
    const message = `the socket path ${quote(socket)} has ${quote(sign)}; gvproxy takes it as a URL, in which it means something else`
    return [errorAt('BW018', path, message, hint)]
  }
  const bytes = Buffer.byteLength(socket)
  if (bytes > longestSocket) {
    const message = `the socket path is ${bytes} bytes; a unix socket address holds ${longestSocket}`
    return [errorAt('BW012', path, message, hint)]
  }
  const tooLong = Object.entries(longestAddress).flatMap(([system, longest]) =>
    bytes + olderEnd.length > longest ? [`${longest - olderEnd.length} on ${system}`] : [],
  )
  if (tooLong.length === 0) return []
  const message = `the socket path is ${bytes} bytes; libkrun up to 1.18.1 takes ${tooLong.join(' and ')}`
  return [warningAt('BW019', path, message, hint)]
}

/** Checks that what is behind the one socket is said, and that there is no other beside it. */
function checkGateway(net: ClaudeBottleDocument['net'], slug: string): readonly Problem[] {
  if (net.every(({ address }) => address === undefined)) {
    const message =
      "nothing says what is behind the socket: with its defaults gvproxy lets the bottle reach the host's own 127.0.0.1, its network and the internet, and replace files of the host"
    const [{ socket } = { socket: '' }, ...others] = net
    const address = addressOf(slug, usualAddresses)
    const gateway = `an address of its own: gvproxy(${quote(socket)}, { address: ${quote(address)} }), or gatewayAddresses in the configuration`
    const hint = others.length === 0 ? `give it ${gateway}` : `keep one device, with ${gateway}`
    return [warningAt('BW017', 'net[0].socket', message, hint)]
  }
  return net.slice(1).map((_, index) => {
    const message = `a device beside one with a gateway: ${companionName} is of one device alone`
    return errorAt('BW016', `net[${index + 1}]`, message, 'remove one of them, or the address')
  })
}

function malformation(socket: string): string | undefined {
  if (socket === '') return 'is empty'
  if (!socket.startsWith('/')) return 'is not absolute'
  if (socket.endsWith('/')) return 'ends in "/"'
  if (socket.includes('//')) return 'has "//"'
  if (posix.normalize(socket) !== socket) return 'has "." or ".."'
  return undefined
}

function suggestedSocket(slug: string): string {
  const folder = /^[a-z0-9-]{1,49}$/.test(slug) ? slug : '<slug>'
  return `/run/claude-bottle/${folder}/gvproxy.sock`
}
