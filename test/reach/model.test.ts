import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { NetworkReach } from '../../src/dialects/reach.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { networkReach } from '../../src/dialects/smolvm/network-reach.ts'
import type { AddressRange } from '../../src/dialects/values/addresses.ts'
import { parseRange } from '../../src/dialects/values/addresses.ts'
import type { Answer, Protocol } from '../../src/reach/ask.ts'
import {
  answersName,
  grantsOfName,
  opensWhenAnswered,
  reachesAddress,
} from '../../src/reach/ask.ts'
import { addressOf, aliasTarget } from './lab/names.ts'
import type { Cell, Measured } from './measured.ts'
import { cellsOf, readMeasured } from './measured.ts'
import type { Probe } from './probes.ts'
import { probes } from './probes.ts'

/** What the laboratory's resolver answers to the names that were asked for. */
const answered = (names: readonly string[]) =>
  names.map((name) => ({ name, address: at(addressOf(isAlias(name) ? aliasTarget : name) ?? '') }))
const isAlias = (name: string) => name.startsWith('alias.')

const asked = answered([
  ...new Set(probes.flatMap((each) => (each.kind === 'name' ? [each.name] : []))),
])

function at(text: string): AddressRange {
  const range = parseRange(text)
  if (range === undefined) throw new Error(`no address: ${text}`)
  return range
}

/** The answer of the model, where what names answer is known. */
function modelOf(network: NetworkReach, probe: Probe): Answer {
  if (probe.kind === 'published') return 'no'
  if (probe.kind === 'question') {
    return network.way === 'virtio-net' && answersName(network, probe.name) ? 'yes' : 'no'
  }
  if (probe.kind === 'name') return modelOfName(network, probe.protocol, probe.name, probe.port)
  const address = at(probe.address)
  const answer = reachesAddress(network, probe.protocol, address, probe.port)
  if (answer !== 'depends') return answer
  // The names of the list are asked for when the machine starts, the others later.
  const known = probe.when === 'before names' ? atStart(network) : [...asked, ...atStart(network)]
  const isAnswered = known.some(
    (each) =>
      each.address.first === address.first &&
      each.address.family === address.family &&
      isOpenedBy(network, each.name, probe.protocol, address),
  )
  return isAnswered ? 'yes' : 'no'
}

function modelOfName(
  network: NetworkReach,
  protocol: Protocol,
  name: string,
  port: number,
): Answer {
  if (!answersName(network, name)) return 'no'
  const address = at(addressOf(isAlias(name) ? aliasTarget : name) ?? '')
  const answer = reachesAddress(network, protocol, address, port)
  if (answer !== 'depends') return answer
  return isOpenedBy(network, name, protocol, address) ? 'yes' : 'no'
}

/** A name that is asked for later opens no frames to the host's loopback. */
function isOpenedBy(
  network: NetworkReach,
  name: string,
  protocol: Protocol,
  address: AddressRange,
) {
  const grants = grantsOfName(network.named.names, name)
  if (grants.length === 0 || !opensWhenAnswered(network, protocol, address)) return false
  const isFrame = address.family === 4 ? address.first >> 24n === 127n : address.first === 1n
  return !isFrame || grants.some((grant) => grant.itself && grant.name === name.toLowerCase())
}

function atStart(network: NetworkReach) {
  return answered(
    network.named.names.flatMap(({ itself, name }) =>
      itself && addressOf(name) !== undefined ? [name] : [],
    ),
  )
}

const settings = readMeasured().filter(({ reached }) => reached !== undefined)

function networkOf({ smolfile }: Measured): NetworkReach {
  return networkReach(parse(smolfile) as SmolvmDocument)
}

const isOfNetwork = ({ probe }: Cell) => probe.kind !== 'published'

describe('the model of the network, beside what was measured', () => {
  it.each(settings)('$name', (setting) => {
    const network = networkOf(setting)
    const wrong = cellsOf(setting)
      .filter(isOfNetwork)
      .flatMap(({ probe, result }) => {
        const answer = modelOf(network, probe)
        const expected = result === 'open' ? 'yes' : 'no'
        return answer === expected ? [] : [`${probe.id}: ${result}, and the model says ${answer}`]
      })
    expect(wrong).toEqual([])
  })
})
