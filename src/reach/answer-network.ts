import type { Grant, NetworkReach, Reach } from '../dialects/reach.ts'
import type { AddressRange } from '../dialects/values/addresses.ts'
import {
  covers,
  mapped,
  mappedStart,
  mergeRanges,
  rangeText,
  withoutRanges,
} from '../dialects/values/addresses.ts'
import type { Answered, WayStep } from './answer.ts'
import type { Answer, Protocol } from './ask.ts'
import { answersName, grantsOfName, reachesAddress } from './ask.ts'
import { guestAddresses } from './own-addresses.ts'
import { isCovered, openAnswers, rangeWords } from './range-words.ts'

/** What it goes through, up to where it is stopped. */
export function stepsOf(network: NetworkReach, answer: Answer, ...more: WayStep[]): WayStep[] {
  const { way } = network
  if (way === 'none') return ['guest']
  return answer === 'no' ? ['guest', way] : ['guest', way, ...more, 'host']
}

/** What a network that is open takes for granted. */
export function assumedBy({ assumes }: NetworkReach): readonly string[] {
  return assumes === undefined ? [] : [assumes]
}

/** Whether the loopback of the host is reached on a port, at whatever address the guest has it. */
export function answerForLoopback({ network }: Reach, protocol: Protocol, port: number): Answered {
  const { by, loopback, named, way } = network
  const said = (answer: Answer, why: string, assumes: readonly string[] = []): Answered => {
    return { answer, way: stepsOf(network, answer), why, by, assumes }
  }
  const byPort = protocol === 'udp' ? onPort(loopback.udpPorts, port) : []
  const sure = mergeRanges([...loopback[protocol], ...byPort])
  if (withoutRanges(sure, guestAddresses()).length > 0) {
    const why = network.why ?? `the host's own loopback is at ${rangeWords(sure)}`
    return said('yes', why, assumedBy(network))
  }
  if (sure.length > 0) {
    const frames = `the host's own loopback is reached in frames to ${rangeWords(sure)}`
    return said('yes', frames, ['root in the guest, who can send such frames'])
  }
  const maybe = named.loopback[protocol]
  if (named.names.length > 0 && maybe.length > 0) {
    const isAtStart = isCovered(maybe, named.atStart[protocol])
    const when = isAtStart ? 'a name of the list' : 'an allowed name'
    const then = isAtStart ? ' as the machine starts' : ''
    const why = `it is reached when ${when} answers one of ${rangeWords(maybe)}${then}`
    const isFrames = isCovered(maybe, guestAddresses())
    return said('depends', why, isFrames ? ['root in the guest, who can send frames to it'] : [])
  }
  return said('no', way === 'none' ? 'there is no network' : "the host's own loopback is closed")
}

/** The ranges that have a port, as addresses. */
function onPort(ranges: NetworkReach['udpPorts'], port: number): readonly AddressRange[] {
  return ranges.filter(({ ports }) => ports.first <= port && port <= ports.last)
}

interface AddressQuestion {
  readonly protocol: Protocol
  readonly address: AddressRange
  readonly port: number
}

/** Whether an address is reached, as it is or in the form of IPv6 that stands for it. */
export function answerForAddress({ network }: Reach, question: AddressQuestion): Answered {
  const { protocol, port } = question
  const [plain, other] = formsOf(question.address)
  const answers = [plain, other].map((address) => {
    // What the whole network takes for granted is said, and makes no other answer of a "yes".
    const { assumes: _, ...sure } = network
    return address === undefined ? 'no' : reachesAddress(sure, protocol, address, port)
  })
  const answer = (['yes', 'depends'] as const).find((each) => answers.includes(each)) ?? 'no'
  const address = answers[0] === answer || other === undefined ? plain : other
  const why = `${whyOfAddress(network, answer, { ...question, address })}${
    answer !== 'no' && address === other ? `, by the address [${rangeText(other)}]` : ''
  }`
  const by =
    answer === 'depends'
      ? network.named.names.map((name) => name.by)
      : byOf(network, answer, address)
  const { absent } = network
  const isAbsent = answer === 'no' && absent !== undefined && isCovered([plain], absent.ranges)
  const assumes = isAbsent ? [absent.assumes] : answer === 'yes' ? assumedBy(network) : []
  return { answer, way: stepsOf(network, answer), why, by, assumes }
}

/** The members of lists that open an address; of what no list opens, or nothing, all that decides. */
function byOf(network: NetworkReach, answer: Answer, address: AddressRange): readonly string[] {
  const { entries = [], by } = network
  const opening = entries.flatMap((entry) => (isCovered([address], entry.ranges) ? [entry.by] : []))
  return answer === 'yes' && opening.length > 0 ? opening : by
}

/** An address of IPv4 and the one of IPv6 that stands for it, whichever was asked for. */
function formsOf(address: AddressRange): readonly [AddressRange, AddressRange?] {
  if (address.family === 4) return [address, mapped(address)]
  const low = address.first - mappedStart
  if (low < 0n || low >= 1n << 32n) return [address]
  return [{ family: 4, first: low, last: low }, address]
}

function whyOfAddress(
  network: NetworkReach,
  answer: Answer,
  { protocol, address }: AddressQuestion,
): string {
  if (answer === 'no') {
    return network.way === 'none' ? 'there is no network' : 'no setting opens the address'
  }
  if (answer === 'depends') return 'it is open when an allowed name answers this address'
  if (network.why !== undefined) return network.why
  if (covers(network.loopback[protocol], address)) return "it leads to the host's own loopback"
  return covers(network[protocol], address)
    ? 'the address is open'
    : 'the address is open on this port'
}

interface NameQuestion {
  readonly protocol: Protocol
  readonly name: string
  readonly port: number
}

/** Whether a host is reached by its name, whose addresses nobody knows beforehand. */
export function answerForName(reach: Reach, question: NameQuestion): Answered {
  const { network, grants } = reach
  const { protocol, name, port } = question
  const fixed = network.fixed?.get(name.toLowerCase())
  if (fixed !== undefined) {
    const answered = answerForAddress(reach, { protocol, port, address: fixed })
    return { ...answered, why: `the name is ${rangeText(fixed)}; ${answered.why}` }
  }
  const granted = grantsOfName(network.named.names, name)
  const open = mergeRanges([
    ...network[protocol],
    ...network.loopback[protocol],
    ...onPort(
      protocol === 'udp' ? [...network.udpPorts, ...network.loopback.udpPorts] : network.tcpPorts,
      port,
    ),
    ...(granted.length > 0 ? network.named.opens : []),
  ])
  const { isAny, isAnyPublic, isEvery, isEveryPublic, privateWords, words } = openAnswers(open)
  const isAnswered = answersName(network, name)
  const used = protocol === 'tcp' ? credentialsFor(grants, name) : []
  const said = (answer: Answer, why: string, assumes: readonly string[] = []): Answered => {
    const way = stepsOf(network, answer, ...(used.length > 0 ? (['proxy'] as const) : []))
    const names = granted.map((grant) => grant.by)
    const by = [...(names.length > 0 ? names : network.by), ...used.flatMap((grant) => grant.by)]
    return { answer, way, why, by: [...new Set(answer === 'no' ? network.by : by)], assumes }
  }
  if (network.way === 'none') return said('no', 'there is no network')
  if (granted.length > 0) {
    if (!isAny) return said('no', 'the name is allowed, and every address is closed')
    return said(isEveryPublic ? 'yes' : 'depends', `the name is allowed; ${words}`)
  }
  const others = network.named.names.length > 0 ? ['no allowed name answers an address of it'] : []
  if (!isAny) {
    return said('no', isAnswered ? 'every address is closed' : 'the name is not allowed', others)
  }
  if (!isAnswered) {
    if (isAnyPublic) {
      return said('depends', `DNS does not answer the name; to who knows its address: ${words}`)
    }
    const open = `it has none of the private addresses that are open: ${privateWords}`
    return said('no', 'the name is not allowed', [open, ...others])
  }
  if (isEvery || network.why !== undefined) {
    const why = network.why ?? 'DNS answers any name, and every address is open'
    return said('yes', why, assumedBy(network))
  }
  return said('depends', `DNS answers any name; ${words}`)
}

/** The credentials that the host puts into requests to a host. */
function credentialsFor(grants: readonly Grant[], name: string): readonly Grant[] {
  return grants.filter(({ part, what }) => {
    return part === 'credentials' && what.toLowerCase().includes(` to ${name} by `)
  })
}
