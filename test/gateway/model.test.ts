import { describe, expect, it } from 'vitest'
import { dialectOf } from '../../src/dialects/dialects.ts'
import type { Reach } from '../../src/dialects/reach.ts'
import { answer } from '../../src/reach/answer.ts'
import type { Answer } from '../../src/reach/ask.ts'
import { parseQuestion } from '../../src/reach/question.ts'
import { readMeasured } from './measured.ts'
import type { Probe } from './probes.ts'
import { dedicated, probes } from './probes.ts'

const folder = '/run/claude-bottle/claude'

/** What the model says of a bottle, with a companion and without. */
function reachOf(address?: string): Reach {
  const device = { type: 'virtio-net', attachment: 'unixgram', socket: `${folder}/gvproxy.sock` }
  const net = [address === undefined ? device : { ...device, address }]
  const document = { name: 'claude-bottle-claude', command: ['sleep'], env: [], net }
  return dialectOf('claude-bottle').reach(document as never)
}

const open = reachOf()
const closed = reachOf(dedicated)

/** The question that a probe asks; undefined where the question means the guest itself. */
function questionOf(probe: Probe): readonly [kind: string, target: string] {
  switch (probe.kind) {
    case 'address':
      return [probe.protocol, `${probe.address}:${probe.port}`]
    case 'name':
      return ['tcp', `${probe.name}:${probe.port}`]
    case 'question':
      // The resolver is a place like any other; who asks gvproxy asks for the name.
      return probe.server === '192.168.127.1'
        ? ['dns', probe.name]
        : [probe.protocol, `${probe.server}:53`]
    case 'expose':
      if (probe.protocol !== 'unix') return ['tcp', '192.168.127.1:80']
      return ['write', probe.victim === 'beside' ? `${folder}/other` : '/etc/victim']
  }
}

function answerOf(reach: Reach, probe: Probe): Answer | 'itself' {
  const question = parseQuestion(...questionOf(probe))
  if ('wrong' in question) throw new Error(question.wrong)
  if ('host' in question && question.host === 'guest') {
    // Frames to the loopback lead to the host's, or nowhere.
    const loopback = parseQuestion(questionOf(probe)[0], `host:${7001}`)
    return 'wrong' in loopback ? 'itself' : answer(reach, loopback).answer
  }
  return answer(reach, question).answer
}

const measured = readMeasured()
const isOpen = (way: string, { id }: Probe) => id in (measured[way]?.open ?? {})

describe('what the model says of gvproxy', () => {
  it.each(['defaults', 'dns zone only'])('has all that is open: %s', (way) => {
    const wrong = probes.filter((each) => isOpen(way, each) && answerOf(open, each) !== 'yes')
    expect(wrong).toEqual([])
  })

  it('has all that is open with a companion, and says what confinement closes', () => {
    const wrong = probes.filter((each) => {
      if (!isOpen('companion', each)) return false
      const isKept = isOpen('confined', each) || each.kind === 'expose'
      return answerOf(closed, each) !== (isKept ? 'yes' : 'depends')
    })
    expect(wrong.filter(({ kind }) => kind !== 'expose')).toEqual([])
    expect(answer(closed, question('write', '/etc/victim')).answer).toBe('depends')
  })

  it('closes by the companion what the companion closes', () => {
    const changed = probes.filter(({ id }) => {
      return id.includes('192.168.127.254:') && id in (measured.defaults?.open ?? {})
    })
    expect(changed.length).toBeGreaterThan(2)
    for (const probe of changed) {
      expect(isOpen('companion', probe), probe.id).toBe(false)
      expect(answerOf(closed, probe), probe.id).toBe('no')
    }
  })

  it('says that it takes for granted that nothing outside has the address', () => {
    const { answer: said, assumes } = answer(closed, question('tcp', '192.168.127.254:22'))
    expect({ said, assumes }).toEqual({
      said: 'no',
      assumes: ['nothing outside has the address 192.168.127.254'],
    })
    const inNetwork = 'companion, the host in its network'
    expect(measured[inNetwork]?.open).toHaveProperty('tcp 192.168.127.254:7001')
  })

  it('is, confined, just what is open', () => {
    const { confined } = closed
    if (confined === undefined) throw new Error('a bottle with a companion can be confined')
    const wrong = probes.filter((each) => {
      // What is asked of the interface is always heard; it changes nothing of the host.
      if (each.kind === 'expose' && each.protocol !== 'unix') return false
      const expected = isOpen('confined', each) ? 'yes' : 'no'
      const isOtherRecord = each.kind === 'question' && each.name === 'proxy.internal'
      return !isOtherRecord && answerOf(confined, each) !== expected
    })
    expect(wrong).toEqual([])
  })
})

function question(kind: string, target: string) {
  const parsed = parseQuestion(kind, target)
  if ('wrong' in parsed) throw new Error(parsed.wrong)
  return parsed
}
