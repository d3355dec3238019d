import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gateway, hostResolver, otherResolver, probes, serverPorts } from '../probes.ts'
import { contact } from './contact.ts'
import type { Reached } from './guest.ts'
import { addressOf } from './names.ts'
import { serveNames, serveTcp, serveUdp } from './servers.ts'

/** What one run of the engine showed. */
export interface Observed extends Reached {
  /** Why the engine does not make or start the machine. */
  readonly refused?: string
  /** What the engine asks of libkrun that is about the network. */
  readonly calls: readonly string[]
  /** What the engine asks the host's resolver before the guest asks for anything. */
  readonly asked: readonly string[]
}

const [, , folder = '', programs = ''] = process.argv
const engine = join(programs, 'smol-vmm')
const callsFile = join(folder, 'calls')
const nothing: Reached = { open: {}, answers: {} }

/**
 * What the engine's agent would set. No loopback: 127.0.0.1 goes on the wire too, as it can for
 * whoever is root in a guest.
 */
const network = [
  'echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet',
  'ip link set eth0 address 02:53:4d:00:00:02',
  'ip addr add 100.96.0.2/30 dev eth0',
  'ip addr add fd53:4d00::2/64 dev eth0 nodad',
  'ip link set eth0 up',
  'ip route add default via 100.96.0.1',
  'ip -6 route add default via fd53:4d00::1',
].join(' && ')

const environment = {
  PATH: process.env.PATH,
  HOME: folder,
  REACH_KEY: 'a-secret',
  SMOLVM_LIB_DIR: join(programs, 'lib'),
  SMOLVM_AGENT_ROOTFS: join(programs, 'rootfs'),
  SMOLVM_BOOT_BINARY: engine,
  // The program in the guest's place needs a root's rights to make its namespace.
  SMOLVM_VM_UID_DROP: 'off',
  REACH_PATIENCE: process.env.REACH_PATIENCE,
  REACH_CALLS: callsFile,
  REACH_GUEST: join(programs, 'guest'),
  REACH_NETWORK: network,
  REACH_PROBE: `exec '${process.execPath}' '${join(programs, 'guest.mjs')}' 2>> '${join(folder, 'guest.log')}'`,
  REACH_SOCKET: join(folder, 'guest.sock'),
}

const asked: string[] = []
const heard = new Set<string>()

async function serve(): Promise<void> {
  const hear = (id: string) => heard.add(id)
  const named = probes.flatMap((probe) =>
    probe.kind === 'name' ? [addressOf(probe.name) ?? ''] : [],
  )
  const addressed = probes.flatMap((probe) => (probe.kind === 'address' ? [probe.address] : []))
  const real = [
    ...new Set([...named, ...addressed].map((address) => address.replace('::ffff:', ''))),
  ]
  const { first, second, loopbackAlone } = serverPorts
  await serveTcp('::', first, hear)
  await serveTcp('::', second, hear)
  await serveTcp('127.0.0.1', loopbackAlone, hear)
  await serveTcp('::1', loopbackAlone, hear)
  await serveNames(otherResolver)
  const nowhere = ['0.0.0.0', '::', gateway.ipv4, gateway.ipv6]
  for (const address of real.filter((each) => !nowhere.includes(each))) {
    await serveUdp(address, first, hear)
    await serveUdp(address, second, hear)
  }
  await serveNames(hostResolver, (question) => asked.push(question))
}

function run(command: readonly string[]) {
  const argv = ['--state-dir', folder, '--error-format', 'json', ...command]
  return spawn(engine, argv, { cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** The engine's own words, from the JSON on its standard error. */
function refusal(stderr: string): string {
  const line = stderr.split('\n').findLast((each) => each.startsWith('{"error"'))
  const parsed =
    line === undefined ? undefined : (JSON.parse(line) as { error: { message: string } })
  return parsed?.error.message ?? stderr
}

function calls(): readonly string[] {
  return existsSync(callsFile) ? readFileSync(callsFile, 'utf8').trimEnd().split('\n') : []
}

/** Waits until the machine runs, or the engine ends: then it gives the engine's words. */
async function started(start: ReturnType<typeof run>): Promise<string | undefined> {
  let stderr = ''
  let ended = false
  start.stderr.on('data', (bytes) => (stderr += bytes))
  start.on('close', () => (ended = true))
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (calls().some((call) => call.startsWith('start'))) return undefined
    if (ended) return refusal(stderr)
    await pause(20)
  }
  throw new Error(`the machine does not start: ${stderr}`)
}

async function published(): Promise<Reached> {
  const open: Record<string, string> = {}
  const each = probes.map(async (probe) => {
    if (probe.kind !== 'published') return
    const at = await contact(probe.protocol, probe.address, probe.port, probe.id)
    if (at !== undefined) open[probe.id] = at
  })
  await Promise.all(each)
  return { open, answers: {} }
}

async function measure(): Promise<Observed> {
  const made = run(['machine', 'create', '--name', 'm', '--smolfile', './Smolfile'])
  let stderr = ''
  made.stderr.on('data', (bytes) => (stderr += bytes))
  const [status] = await once(made, 'close')
  if (status !== 0) return { ...nothing, refused: refusal(stderr), calls: [], asked }

  const guest = createServer()
  guest.listen(environment.REACH_SOCKET)
  const connected = once(guest, 'connection') as Promise<[Socket]>
  const refused = await started(run(['machine', 'start', '--name', 'm']))
  if (refused !== undefined) return { ...nothing, refused, calls: calls(), asked }
  if (!calls().includes('start')) return { ...nothing, calls: calls(), asked }

  const [socket] = await connected
  socket.setEncoding('utf8')
  let text = ''
  const told = new Promise<Reached>((resolve) => {
    socket.on('data', (more: string) => {
      text += more
      const [, result] = text.split('\n')
      if (text.endsWith('\n') && result) resolve(JSON.parse(result) as Reached)
    })
  })
  if (text === '') await once(socket, 'data')
  const before = [...new Set(asked)].sort()
  socket.write('go\n')
  const [reached, inward] = await Promise.all([told, published()])
  const late = [...heard].filter((id) => !(id in reached.open))
  if (late.length > 0) throw new Error(`reached, but unanswered in time: ${late.join(', ')}`)
  return {
    open: { ...reached.open, ...inward.open },
    answers: reached.answers,
    calls: calls(),
    asked: before,
  }
}

const { status, stderr } = spawnSync('sh', [join(programs, 'host.sh'), join(folder, 'resolv.conf')])
if (status !== 0) throw new Error(`the namespaces cannot be set up: ${stderr}`)
// When the one who started this ends, so does all that runs in the namespaces.
process.stdin.on('end', () => process.exit(1)).resume()
await serve()
const limit = setTimeout(() => {
  const log = join(folder, 'guest.log')
  console.error(`the guest is silent: ${existsSync(log) ? readFileSync(log, 'utf8') : calls()}`)
  process.exit(2)
}, 60_000)
const observed = await measure()
clearTimeout(limit)
writeFileSync(join(folder, 'observed.json'), JSON.stringify(observed))
process.exit(0)
