import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { contact } from '../../reach/lab/contact.ts'
import type { Reached } from '../../reach/lab/guest.ts'
import { serveNames, serveTcp, serveUdp, serveUnix } from '../../reach/lab/servers.ts'
import type { ExposeProbe, Victim } from '../probes.ts'
import {
  daemonId,
  dedicated,
  elsewhere,
  hostResolver,
  network,
  probes,
  proxyPorts,
  served,
  serverPorts,
} from '../probes.ts'

/** How gvproxy is run once, and where the guest finds it. */
export interface Trial {
  /** For sh. */
  readonly command: string
  readonly socket: string
  /** The guest's own end. Default: beside gvproxy's, as libkrun had it up to 1.18. */
  readonly ownSocket?: string
  /** Whether the host has addresses in the network that gvproxy makes. Default: no. */
  readonly isInNetwork?: boolean
}

/** What the guest reached and changed, or the last words of a gvproxy that does not run. */
export interface Observed extends Reached {
  readonly failed?: string
}

const [, , folder = '', programs = ''] = process.argv
const trial = JSON.parse(readFileSync(join(folder, 'trial.json'), 'utf8')) as Trial
const log = join(folder, 'gvproxy.log')
const guestLog = join(folder, 'guest.log')

const victims: Readonly<Record<Victim, string>> = {
  away: join(folder, 'away'),
  'by /proc': join(folder, 'by-proc'),
  beside: join(dirname(trial.socket), 'beside'),
}

const setUp = [
  'ip link set eth0 address 5a:94:ef:e4:0c:ee',
  `ip addr add ${network.guest}/24 dev eth0`,
  // 127.0.0.1 goes on the wire too, as it can for whoever is root in a guest.
  'echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet',
  'ip link set eth0 up',
  `ip route add default via ${network.gateway}`,
  // Also what nobody answers for goes to gvproxy itself, as whoever is root in a guest can have it.
  ...[network.host, network.nobody].map((each) => `ip route add ${each} via ${network.gateway}`),
].join(' && ')

async function serve(): Promise<void> {
  await serveTcp('::', serverPorts.everywhere)
  await serveTcp('127.0.0.1', serverPorts.loopbackAlone)
  for (const address of served) await serveUdp(address, serverPorts.everywhere)
  mkdirSync(join(folder, 'proxies'), { recursive: true })
  for (const [name, port] of Object.entries(proxyPorts)) {
    await serveTcp(dedicated, port)
    await serveUdp(dedicated, port)
    await serveTcp(elsewhere, port)
    await serveUnix(join(folder, 'proxies', `${name}.sock`), name)
  }
  await serveNames(hostResolver)
  for (const victim of Object.values(victims)) writeFileSync(victim, 'a file of the host')
}

/** Whether the daemon that the C library asks for names was asked: its socket is in no namespace. */
let isDaemonAsked = false

/** Has the C library ask a daemon first, as hosts with systemd-resolved or nscd do. */
async function serveDaemon(): Promise<void> {
  const configuration = join(folder, 'nsswitch.conf')
  writeFileSync(configuration, 'hosts: mymachines dns\n')
  mount('--bind', configuration, '/etc/nsswitch.conf')
  mount('-t', 'tmpfs', '-o', 'mode=755', 'reach', '/run')
  mkdirSync('/run/nscd')
  const server = createServer((client) => {
    isDaemonAsked = true
    client.destroy()
  })
  server.listen('/run/nscd/socket')
  await once(server, 'listening')
}

function mount(...argv: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mount ${argv.join(' ')} fails: ${stderr}`)
}

async function isThere(path: string): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (existsSync(path)) return true
    await pause(20)
  }
  return false
}

async function change(probe: ExposeProbe): Promise<string | undefined> {
  if (probe.protocol === 'unix') {
    const found = lstatSync(victims[probe.victim], { throwIfNoEntry: false })
    return found?.isFile() ? undefined : found === undefined ? 'removed' : 'a socket in its place'
  }
  const address = probe.address === '0.0.0.0' ? '10.77.0.1' : probe.address
  return contact(probe.protocol, address, probe.port, probe.id)
}

let gvproxy: ChildProcess | undefined

/** Has what runs gvproxy clean up. */
async function end(): Promise<void> {
  if (gvproxy?.exitCode !== null) return
  gvproxy.kill('SIGTERM')
  await Promise.race([once(gvproxy, 'close'), pause(2000)])
}

async function observe(): Promise<Observed> {
  const output = openSync(log, 'a')
  gvproxy = spawn('sh', ['-c', trial.command], {
    cwd: '/',
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH, HOME: folder },
  })
  const ended = once(gvproxy, 'close').then(() => false)
  if (!(await Promise.race([isThere(trial.socket), ended]))) {
    return { open: {}, answers: {}, failed: readFileSync(log, 'utf8') }
  }
  const server = createServer()
  server.listen(join(folder, 'guest.sock'))
  const connected = once(server, 'connection') as Promise<[Socket]>
  const guest = spawn(join(programs, 'guest'), [trial.socket], {
    stdio: ['ignore', 'ignore', openSync(guestLog, 'a')],
    env: {
      PATH: process.env.PATH,
      REACH_PATIENCE: process.env.REACH_PATIENCE,
      REACH_NETWORK: setUp,
      REACH_PROBE: `exec '${process.execPath}' '${join(programs, 'guest.mjs')}'`,
      REACH_SOCKET: join(folder, 'guest.sock'),
      REACH_OWN_SOCKET: trial.ownSocket ?? `${trial.socket}-krun.sock`,
      REACH_VICTIMS: JSON.stringify({
        ...victims,
        'by /proc': `/proc/${process.pid}/root${victims['by /proc']}`,
      }),
    },
  })
  guest.once('close', (status) => fail(`the guest ends with ${status}`))
  const [socket] = await connected
  socket.setEncoding('utf8')
  let text = ''
  while (!text.endsWith('\n')) text += (await once(socket, 'data'))[0]
  const reached = JSON.parse(text) as Reached
  const open: Record<string, string> = { ...reached.open }
  for (const probe of probes) {
    if (probe.kind !== 'expose') continue
    const changed = await change(probe)
    if (changed !== undefined) open[probe.id] = changed
  }
  if (isDaemonAsked) open[daemonId] = 'asked'
  return { open, answers: reached.answers }
}

function fail(what: string): never {
  const logs = [log, guestLog].map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
  console.error(`${what}: ${logs.map((text) => text.slice(-2000)).join('\n')}`)
  process.exit(2)
}

const { status, stderr } = spawnSync('sh', [join(programs, 'host.sh'), join(folder, 'resolv.conf')])
if (status !== 0) throw new Error(`the namespaces cannot be set up: ${stderr}`)
if (!trial.isInNetwork) {
  spawnSync('ip', ['route', 'add', 'unreachable', '192.168.127.0/24', 'table', 'local'])
}
// When the one who started this ends, so does all that runs in the namespaces.
process.stdin.on('end', () => process.exit(1)).resume()
await serve()
await serveDaemon()
setTimeout(() => fail('the guest is silent'), 60_000)
writeFileSync(join(folder, 'observed.json'), JSON.stringify(await observe()))
await end()
process.exit(0)
