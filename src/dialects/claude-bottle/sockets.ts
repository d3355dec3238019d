import { posix } from 'node:path'
import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import { unwritable } from '../../smolfile/toml-text.ts'
import type { ClaudeBottleDocument } from './document.ts'

/** sun_path holds 104 bytes on macOS (sys/un.h) and 108 on Linux (unix(7)), the final NUL included. */
const longestSocket = 103

/** Checks that there is a device at all, and that each hangs on a usable socket. */
export function checkSockets({ net }: ClaudeBottleDocument, slug: string): readonly Problem[] {
  if (net.length > 0) {
    return net.flatMap(({ socket }, index) => checkSocket(slug, socket, `net[${index}].socket`))
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
  const bytes = Buffer.byteLength(socket)
  if (bytes > longestSocket) {
    const message = `the socket path is ${bytes} bytes; a unix socket address holds ${longestSocket}`
    return [errorAt('BW012', path, message, hint)]
  }
  return []
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
