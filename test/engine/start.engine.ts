import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { imageKind } from '../../src/dialects/values/image.ts'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import type { Case } from './cases.ts'
import { scalarCases } from './cases.ts'
import { isCovered } from './difference.ts'
import { differences } from './differences.ts'
import type { Engine } from './engine.ts'
import type { Finding } from './findings.ts'
import type { Start } from './start.ts'
import { start } from './start.ts'
import { wrongToday } from './wrong-today.ts'

const engine = inject('engine') as Engine
const lists = [...differences, ...wrongToday]
/** What one of ours is, and the engine creates: it is to be told what the engine makes of it later. */
const stricter = lists.filter(({ kind, covers }) => kind === 'stricter' && 'code' in covers)
const atStart = lists.filter(({ covers }) => 'start' in covers)
const cases = [...stricter, ...atStart].map(({ what, example }) => ({ name: what, text: example }))
const asked = [...cases, ...scalarCases()].filter(isOffline)

describe.skipIf(engine === undefined)('the start of a machine', () => {
  let starts: readonly Start[] = []

  beforeAll(async () => {
    starts = await start(engine, asked)
  })

  it('begins to boot what bottleworks or the engine takes, but for what is listed', () => {
    const found = asked.flatMap(({ name, text }, index) =>
      findings(text, starts[index])
        .filter((finding) => !lists.some((each) => isCovered(finding, each)))
        .map((finding) => ({ name, finding })),
    )
    expect(found).toEqual([])
  })

  it.each(atStart)('differs, $kind: $what', (difference) => {
    const index = asked.findIndex(({ text }) => text === difference.example)
    const found = findings(difference.example, starts[index])
    expect(found.some((finding) => isCovered(finding, difference))).toBe(true)
  })
})

/** Whether the start asks no registry for an image, and waits for no device of NVIDIA's. */
function isOffline({ text }: Case): boolean {
  const { image, cuda, auto_graph, fork, branch } = documentOf(text)
  if ((cuda ?? auto_graph) === true && (fork ?? branch) !== undefined) return false
  return image === undefined || imageKind(image) === 'path'
}

function findings(text: string, result: Start | undefined): readonly Finding[] {
  const { refusal, disks = {} } = result ?? {}
  if (refusal !== undefined) return [{ kind: 'start', message: refusal }]
  const { storage = 20, overlay = 10 } = documentOf(text)
  return Object.entries({ storage, overlay }).flatMap(([name, size]): readonly Finding[] => {
    const made = (disks[name] ?? 0) / 2 ** 30
    return made === size || disks[name] === undefined
      ? []
      : [{ kind: 'start', message: `${name} is ${made} GiB, and the Smolfile says ${size}` }]
  })
}

function documentOf(text: string): SmolvmDocument {
  return (vetSmolfile('Smolfile', text, 'smolvm').document ?? {}) as SmolvmDocument
}
