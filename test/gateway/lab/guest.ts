import { once } from 'node:events'
import { connect } from 'node:net'
import { ask, wordsOf } from '../../reach/lab/ask.ts'
import { contact, patience } from '../../reach/lab/contact.ts'
import type { Reached } from '../../reach/lab/guest.ts'
import { serveTcp, serveUdp } from '../../reach/lab/servers.ts'
import { onTheWire } from '../../reach/lab/wire.ts'
import type { AddressProbe, ExposeProbe, NameProbe, QuestionProbe, Victim } from '../probes.ts'
import { guestPorts, network, probes } from '../probes.ts'
import { askForLease } from './lease.ts'

const open: Record<string, string> = {}
const answers: Record<string, string> = {}
const victims = JSON.parse(process.env.REACH_VICTIMS ?? '{}') as Readonly<Record<Victim, string>>

async function atAddress({ id, protocol, address, port }: AddressProbe): Promise<void> {
  const at = await contact(protocol, onTheWire(address), port, id)
  if (at !== undefined) open[id] = at
}

async function byName({ id, name, port }: NameProbe): Promise<void> {
  const reply = await ask('udp', network.gateway, { name, type: 'A' })
  const address = reply?.answers.find(({ type }) => type === 'A')?.data
  if (address === undefined) return
  const at = await contact('tcp', address, port, id)
  if (at !== undefined) open[id] = at
}

async function byQuestion({ id, protocol, server, name, type }: QuestionProbe): Promise<void> {
  const reply = await ask(protocol, server, { name, type })
  answers[id] = wordsOf(reply)
  if (reply !== undefined && reply.answers.length > 0) open[id] = wordsOf(reply)
}

/** Asks gvproxy's API; whether the host is changed by it, only the host can say. */
async function byApi(probe: ExposeProbe): Promise<void> {
  const { guest, gateway } = network
  const asked =
    probe.protocol === 'unix'
      ? { local: victims[probe.victim], remote: `tcp://${guest}:${guestPorts.tcp}` }
      : {
          local: `${probe.address}:${probe.port}`,
          remote: `${guest}:${guestPorts[probe.protocol]}`,
        }
  const body = JSON.stringify({ protocol: probe.protocol, ...asked })
  const url = `http://${gateway}/services/forwarder/expose`
  const request = fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(patience) })
  answers[probe.id] = await request.then(
    async (response) => `${response.status} ${response.ok ? '' : wordOf(await response.text())}`,
    () => 'no answer',
  )
}

/** What the system says, without the paths. */
function wordOf(text: string): string {
  return text.trim().split(': ').at(-1) ?? ''
}

/** Few at once: gvproxy has ten connections that are not made yet, and drops the rest. */
async function each<P>(all: readonly P[], visit: (probe: P) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 8) await Promise.all(all.slice(at, at + 8).map(visit))
}

function ofKind<K extends (typeof probes)[number]['kind']>(kind: K) {
  return probes.filter((probe): probe is Extract<(typeof probes)[number], { kind: K }> => {
    return probe.kind === kind
  })
}

const host = connect(process.env.REACH_SOCKET ?? '')
await serveTcp('0.0.0.0', guestPorts.tcp)
await serveUdp(network.guest, guestPorts.udp)
const at = ofKind('address')
await each(
  at.filter(({ protocol }) => protocol === 'tcp'),
  atAddress,
)
await Promise.all(at.filter(({ protocol }) => protocol === 'udp').map(atAddress))
await each(ofKind('name'), byName)
await each(ofKind('question'), byQuestion)
await each(ofKind('expose'), byApi)
answers.dhcp = await askForLease()
host.write(`${JSON.stringify({ open, answers } satisfies Reached)}\n`)
await once(host, 'close')
