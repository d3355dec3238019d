import type { Reach } from '../dialects/reach.ts'
import { whenConfined } from '../dialects/reach.ts'
import { answerForPath, answerForSecret } from './answer-grants.ts'
import {
  answerForAddress,
  answerForLoopback,
  answerForName,
  assumedBy,
  stepsOf,
} from './answer-network.ts'
import type { Answer } from './ask.ts'
import { answersName, grantsOfName } from './ask.ts'
import type { Question } from './question.ts'

/** Whether a bottle can, and why. */
export interface Answered {
  readonly answer: Answer
  /** What it goes through, the guest first; where it is stopped, up to there. */
  readonly way: readonly WayStep[]
  readonly why: string
  /** The settings that grant it, or that stop it. */
  readonly by: readonly string[]
  /** What is taken for granted. */
  readonly assumes: readonly string[]
  /** What decides, where the answer depends on what no document says. */
  readonly depends?: string
}

export type WayStep = 'guest' | 'virtio-net' | 'tsi' | 'gvproxy' | 'proxy' | 'host'

/** Answers a question, of what a bottle can get at alone. */
export function answer(reach: Reach, question: Question): Answered {
  const open = answerIn(reach, question)
  if (reach.confined === undefined || open.answer === 'no') return open
  const closed = answerIn(reach.confined, question)
  if (closed.answer === 'yes') return closed
  return { ...open, answer: 'depends', depends: whenConfined }
}

function answerIn(reach: Reach, question: Question): Answered {
  switch (question.kind) {
    case 'tcp':
    case 'udp': {
      const { kind: protocol, port } = question
      if (question.host === 'guest') return itself
      if (question.host === 'loopback') return answerForLoopback(reach, protocol, port)
      if (question.host === 'name') {
        return answerForName(reach, { protocol, port, name: question.name })
      }
      return answerForAddress(reach, { protocol, port, address: question.address })
    }
    case 'dns':
      return answerForDns(reach, question.name)
    case 'read':
    case 'write':
      return answerForPath(reach, question.kind, question.path)
    case 'secret':
      return answerForSecret(reach, question.secret)
  }
}

const itself: Answered = {
  answer: 'yes',
  way: ['guest'],
  why: 'this is the guest itself, which no setting keeps from itself',
  by: [],
  assumes: [],
}

function answerForDns({ network }: Reach, name: string): Answered {
  if (!answersName(network, name)) {
    const why =
      network.way === 'none' ? 'there is no network' : 'names are allowed, and this is none of them'
    return { answer: 'no', way: stepsOf(network, 'no'), why, by: network.by, assumes: [] }
  }
  const way = stepsOf(network, 'yes')
  if (network.dns === 'any') {
    const why = 'the resolver of the host answers questions for any name'
    return { answer: 'yes', way, why, by: network.by, assumes: assumedBy(network) }
  }
  const by = grantsOfName(network.dns, name).map((grant) => grant.by)
  return { answer: 'yes', way, why: 'the name is one of those that are answered', by, assumes: [] }
}
