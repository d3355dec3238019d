import { once } from 'node:events'
import { connect } from 'node:net'
import type { NameProbe, Probe, QuestionProbe } from '../probes.ts'
import { gateway, guestPorts, probes } from '../probes.ts'
import { ask, wordsOf } from './ask.ts'
import { contact } from './contact.ts'
import { inWords } from './dns-message.ts'
import { serveTcp, serveUdp } from './servers.ts'
import { onTheWire } from './wire.ts'

/** What came of each probe that is open, and of each question that was answered or refused. */
export interface Reached {
  readonly open: Readonly<Record<string, string>>
  readonly answers: Readonly<Record<string, string>>
}

const open: Record<string, string> = {}
const answers: Record<string, string> = {}

async function reach({ id, protocol }: Probe, address: string, port: number): Promise<void> {
  const at = await contact(protocol, onTheWire(address), port, id)
  if (at !== undefined) open[id] = at
}

/** Asks for every name, and then tries what they answered. */
async function byNames(): Promise<void> {
  const named = probes.filter((probe) => probe.kind === 'name')
  const found: (readonly [NameProbe, string])[] = []
  const askFor = async ({ name, type }: NameProbe) => {
    const reply = await ask('udp', gateway.ipv4, { name, type })
    answers[`${type} ${name}`] = wordsOf(reply)
    const address = reply?.answers.findLast((answer) => answer.type === type)?.data
    if (address === undefined) return
    for (const probe of named.filter((each) => each.name === name)) found.push([probe, address])
  }
  const names = named.filter(({ protocol }) => protocol === 'tcp')
  // Few at once: of many, the engine drops some.
  for (let at = 0; at < names.length; at += 8) {
    await Promise.all(names.slice(at, at + 8).map(askFor))
  }
  await Promise.all(found.map(([probe, address]) => reach(probe, address, probe.port)))
}

async function byQuestion({ id, protocol, server, name, type }: QuestionProbe): Promise<void> {
  const reply = await ask(protocol, server, { name, type })
  answers[id] = wordsOf(reply)
  if (reply !== undefined && reply.answers.length > 0)
    open[id] = type === 'TXT' ? inWords(reply.answers) : server
}

function atAddresses(when: 'before names' | 'after names'): Promise<unknown> {
  return Promise.all(
    probes.map((probe) =>
      probe.kind === 'address' && probe.when === when
        ? reach(probe, probe.address, probe.port)
        : undefined,
    ),
  )
}

const host = connect(process.env.REACH_SOCKET ?? '')
await serveTcp('::', guestPorts.tcp)
await serveTcp('::', guestPorts.range)
await serveUdp('100.96.0.2', guestPorts.udp)
host.write('serving\n')
await once(host, 'data')
await Promise.all([
  atAddresses('before names'),
  ...probes.map((probe) => (probe.kind === 'question' ? byQuestion(probe) : undefined)),
])
await byNames()
await atAddresses('after names')
host.end(`${JSON.stringify({ open, answers } satisfies Reached)}\n`)
