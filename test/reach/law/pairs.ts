import fc from 'fast-check'
import type { ClaudeBottleDocument } from '../../../src/dialects/claude-bottle/document.ts'
import type { SmolvmDocument } from '../../../src/dialects/smolvm/document.ts'
import { edit, edited } from './edits.ts'
import type { Document } from './second-reading.ts'
import type { Table } from './settings.ts'
import { machine, some, variable } from './settings.ts'

/** Two documents, of which one comes from the other by a few edits. */
export interface Pair {
  readonly before: Document
  readonly after: Document
}

/** Pairs of one to three edits, and some of two documents that have nothing to do with another. */
export const machinePairs: fc.Arbitrary<Pair> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(machine, fc.array(edit, { minLength: 1, maxLength: 3 }))
      .map(([before, edits]) => pair(before, edits.reduce(edited, before))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(machine, machine).map(([before, after]) => pair(before, after)),
  },
)

function pair(before: Table, after: Table): Pair {
  return { before: before as SmolvmDocument, after: after as SmolvmDocument }
}

const device = fc.constantFrom('/run/a.sock', '/run/b.sock').map((socket) => ({
  type: 'virtio-net' as const,
  attachment: 'unixgram' as const,
  socket,
}))
const bottle: fc.Arbitrary<ClaudeBottleDocument> = fc.record({
  name: fc.constant('claude-bottle-sample'),
  command: fc.constant(['sleep', 'infinity']),
  env: some(variable),
  net: fc.array(device, { maxLength: 2 }),
})

export const bottlePairs: fc.Arbitrary<Pair> = fc
  .tuple(bottle, bottle, fc.boolean())
  .map(([before, other, keeps]) => ({
    before,
    after: keeps ? { ...before, net: other.net } : { ...other, net: before.net },
  }))
