import type { Stats } from 'node:fs'
import { statSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { dirname } from 'node:path'
import { quotePath } from '../../diagnostic/text.ts'
import { parseRange } from '../../dialects/values/addresses.ts'
import { refusePath } from '../plain-path.ts'
import type { SocketPlace } from '../socket-folder.ts'
import { refuseFolder } from '../socket-folder.ts'
import type { Check, CheckResult } from './check.ts'
import { failed, ok, warning } from './check.ts'

/** A claude-bottle as it was synthesized. */
export interface Synthesized extends SocketPlace {
  /** Its own address; absent when it has no companion. */
  readonly address?: string | undefined
  /** Path of the companion, as messages show it. */
  readonly companion: string
  /** Whether the files of the output tree are what the source says. */
  readonly isCurrent: boolean
}

export function checkBottle(bottle: Synthesized): readonly Check[] {
  const { slug, socket, address } = bottle
  const checks = [
    { name: 'companion', ...checkCompanion(bottle) },
    { name: 'socket folder', ...checkFolder(bottle) },
    { name: 'socket path', ...checkLength(socket) },
    ...(address === undefined ? [] : [{ name: 'address', ...checkAddress(address) }]),
  ]
  return checks.map((check) => ({ ...check, slug }))
}

function checkCompanion({ slug, socket, address, companion, isCurrent }: Synthesized): CheckResult {
  if (address === undefined) {
    return warning(
      'the bottle has none: with its defaults gvproxy reaches what the host reaches',
      `write gvproxy('${socket}', { address: '127.77.0.5' }) in the bottle`,
    )
  }
  if (isCurrent) return ok(quotePath(companion))
  return failed(
    `${quotePath(companion)} or the Smolfile beside it is not what the source says`,
    `run bottle synth --only ${slug}`,
  )
}

function checkFolder(bottle: Synthesized): CheckResult {
  const folder = dirname(bottle.socket)
  const refusal = refusePath('the socket', bottle.socket) ?? refuseFolder(bottle)
  if (refusal !== undefined) return failed(refusal.message, refusal.hint)
  const found = statOf(folder)
  if (found === undefined) {
    return failed(`${quotePath(folder)} is not there`, `mkdir -p -m 700 ${folder}`)
  }
  const mode = (found.mode & 0o777).toString(8).padStart(3, '0')
  const user = process.getuid?.()
  if (user !== undefined && found.uid !== user) {
    const whose = `${quotePath(folder)} belongs to the user ${found.uid}, and this is ${user}`
    return failed(whose, `run as that user, or chown ${user} ${folder}`)
  }
  const advice = `chmod 700 ${folder}`
  if ((found.mode & 0o022) !== 0) {
    return failed(`${quotePath(folder)} has mode ${mode}: others can replace the socket`, advice)
  }
  if ((found.mode & 0o055) !== 0) {
    return warning(`${quotePath(folder)} has mode ${mode}: others can look in`, advice)
  }
  return ok(`${quotePath(folder)}, mode ${mode}`)
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** Up to 1.18.1, libkrun binds its own end at the path with "-krun.sock" behind it. */
const longest: Readonly<Record<string, number>> = { linux: 97, darwin: 93 }

function checkLength(socket: string): CheckResult {
  const bytes = Buffer.byteLength(socket)
  const most = longest[process.platform]
  const found = `${bytes} bytes`
  if (most === undefined || bytes <= most) return ok(found)
  return warning(
    `${found}; libkrun up to 1.18.1 takes ${most} here`,
    'use a shorter path, or libkrun 1.19.0 or newer',
  )
}

/** Linux has the whole of the loopback's range, macOS the addresses that it was given. */
function checkAddress(address: string): CheckResult {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const isLinux = process.platform === 'linux'
  const has = own.some((each) =>
    isLinux ? each.internal && isIn(address, each.cidr) : each.address === address,
  )
  if (has) return ok(`${address} is one of this host`)
  const add = isLinux ? 'ip link set lo up' : `ifconfig lo0 alias ${address} up`
  return failed(`${address} is no address of this host`, `as root: ${add}`)
}

function isIn(address: string, cidr: string | null): boolean {
  const [one, range] = [parseRange(address), cidr === null ? undefined : parseRange(cidr)]
  if (one === undefined || range === undefined || one.family !== range.family) return false
  return range.first <= one.first && one.last <= range.last
}
