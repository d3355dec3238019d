import type { ClaudeBottleDocument } from '../../../src/dialects/claude-bottle/document.ts'
import type { SmolvmDocument } from '../../../src/dialects/smolvm/document.ts'
import type { Answer, Probe } from './probe.ts'
import { isGranted } from './second-grants.ts'
import { reachesByNetwork } from './second-network.ts'

export type Document = SmolvmDocument | ClaudeBottleDocument

/** A second reading of what a bottle can get at: of one probe, and of the document alone. */
export function canReach(document: Document, probe: Probe): Answer {
  if ('command' in document) return canBottleReach(document as ClaudeBottleDocument, probe)
  const machine = document as SmolvmDocument
  return probe.kind === 'address' ||
    probe.kind === 'name' ||
    probe.kind === 'loopback' ||
    probe.kind === 'question'
    ? reachesByNetwork(machine, probe)
    : isGranted(machine, probe)
}

/** gvproxy reaches by its defaults whatever its host does, and libkrun's TSI past every gateway. */
function canBottleReach({ env, net }: ClaudeBottleDocument, probe: Probe): Answer {
  switch (probe.kind) {
    case 'address':
    case 'name':
    case 'loopback':
    case 'question':
      return 'yes'
    case 'gateway':
      return net.length === 0 || net.some(({ socket }) => socket === probe.socket) ? 'yes' : 'no'
    case 'variable':
      return env.includes(probe.name) ? 'yes' : 'no'
    case 'agent':
      // Its own interface, which does as it is told: there is one wherever there is a device.
      return probe.agent === 'gvproxy' && net.length > 0 ? 'yes' : 'no'
    case 'root':
      return 'depends'
    default:
      return 'no'
  }
}
