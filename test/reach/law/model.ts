import type { ClaudeBottleDocument } from '../../../src/dialects/claude-bottle/document.ts'
import { reachOfBottle } from '../../../src/dialects/claude-bottle/reach.ts'
import type { NetworkReach, Reach } from '../../../src/dialects/reach.ts'
import type { SmolvmDocument } from '../../../src/dialects/smolvm/document.ts'
import { reachOfMachine } from '../../../src/dialects/smolvm/reach.ts'
import type { AddressRange } from '../../../src/dialects/values/addresses.ts'
import { parseRange } from '../../../src/dialects/values/addresses.ts'
import { answersName, opensWhenAsked, reachesAddress } from '../../../src/reach/ask.ts'
import type { Answer, Probe } from './probe.ts'
import type { Document } from './second-reading.ts'

/** The model's reading of a document. */
export function reachOf(document: Document): Reach {
  return 'command' in document
    ? reachOfBottle(document as ClaudeBottleDocument)
    : reachOfMachine(document as SmolvmDocument)
}

/** What the model says of a probe; undefined of what it can only compare. */
export function modelAnswer({ network }: Reach, probe: Probe): Answer | undefined {
  switch (probe.kind) {
    case 'address':
      return reachesAddress(network, probe.protocol, at(probe.address), probe.port)
    case 'name':
      return answerOfName(network, probe)
    case 'question':
      return answerOfQuestion(network, probe.name)
    default:
      return undefined
  }
}

function answerOfName(network: NetworkReach, probe: Probe & { kind: 'name' }): Answer {
  const { name, protocol, port } = probe
  const answered = answerOfQuestion(network, name)
  if (answered !== 'yes') return answered
  const address = at(probe.address)
  const answer = reachesAddress(network, protocol, address, port)
  if (answer !== 'depends') return answer
  return opensWhenAsked(network, name, protocol, address) ? 'yes' : 'no'
}

function answerOfQuestion(network: NetworkReach, name: string): Answer {
  if (!answersName(network, name)) return 'no'
  return 'yes'
}

const known = new Map<string, AddressRange>()

function at(text: string): AddressRange {
  const range = known.get(text) ?? parseRange(text)
  if (range === undefined) throw new Error(`no address: ${text}`)
  known.set(text, range)
  return range
}
