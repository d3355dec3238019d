import { beforeAll, describe, expect, inject, it } from 'vitest'
import { refusedAtCreation, stricterThanParser } from '../../src/dialects/smolvm/stricter.ts'
import { storedNowhere, withoutTrace } from './arrival.ts'
import { ask } from './ask.ts'
import { allCases } from './cases.ts'
import { corpusCases } from './corpus-cases.ts'
import { differences } from './differences.ts'
import type { Engine } from './engine.ts'
import type { Judgement } from './judge.ts'
import { judge, unlisted } from './judge.ts'
import { wrongToday } from './wrong-today.ts'

/** Those that are seen when a machine is created; the others, when it starts. */
const listed = [...differences, ...wrongToday].filter(({ covers }) => !('start' in covers))
const engine = inject('engine') as Engine
const cases = [...allCases(), ...corpusCases]

describe.skipIf(engine === undefined)('the engine', () => {
  let judged: readonly Judgement[] = []

  beforeAll(async () => {
    judged = await ask(engine, cases, judge)
  })

  it('is asked about a couple of thousand Smolfiles, and takes half of them', () => {
    expect(judged.length).toBeGreaterThan(2000)
    expect(judged.filter(({ isTaken }) => isTaken).length).toBeGreaterThan(judged.length / 2)
  })

  it('says what bottleworks says, but for the differences that are listed', () => {
    expect(unlisted(cases, judged)).toEqual([])
  })

  it.each(listed)('differs, $kind: $what', (difference) => {
    const index = cases.findIndex(({ text }) => text === difference.example)
    const shown = judged[index]?.known ?? []
    expect(shown.includes(difference), 'its example shows no difference: take it off').toBe(true)
  })

  it('stores something of every setting, but for those that are listed', async () => {
    const taken = cases.filter((_, index) => judged[index]?.isTaken)
    const found = await withoutTrace(engine, taken)
    const tables = found.filter((path) => !path.includes('.'))
    expect(tables).toEqual(Object.keys(storedNowhere))
    const others = found.filter((path) => !tables.includes(path.split('.')[0] ?? ''))
    expect(others).toEqual([])
  })

  it.each([
    { surprise: 1 },
    { rosetta: undefined },
    { cpus: 3 },
    { network: false },
    { ports: [[81, 80]] },
    { allowed_cidrs: ['0.0.0.0/0'] },
  ])('is found to have stored something else, %j', async (change) => {
    const asked = [{ name: 'a', text: 'cpus = 2\nnet = true\nports = ["80:81"]' }]
    const found = await ask(engine, asked, (answer, text, folder) => {
      if ('refusal' in answer) return answer.refusal
      const { unlisted } = judge({ record: { ...answer.record, ...change } }, text, folder)
      return unlisted.map((finding) => finding.kind === 'field' && finding.field)
    })
    expect(found).toEqual([Object.keys(change)])
  })

  it.each(Object.entries(stricterThanParser))(
    'does with %s what its reason says',
    async (_, rule) => {
      const { why, example } = rule
      const asked = [{ name: example, text: example }]
      const [isRefused] = await ask(engine, asked, (answer) => 'refusal' in answer)
      expect(isRefused).toBe(why.startsWith(refusedAtCreation))
    },
  )
})
