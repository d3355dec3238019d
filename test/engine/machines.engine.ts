import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { caseGroups, corpusCases } from './cases.ts'
import { differences } from './differences.ts'
import { requireEngine } from './engine.ts'
import { judge, unlisted } from './judge.ts'
import { wrongToday } from './wrong-today.ts'

const engine = requireEngine()
const cases = [...[...caseGroups().values()].flat(), ...corpusCases()]

describe.skipIf(engine === undefined)('the engine', async () => {
  const judged = engine === undefined ? [] : await ask(engine, cases, judge)

  it('is asked about a couple of thousand Smolfiles', () => {
    expect(judged.length).toBeGreaterThan(2000)
  })

  it('says what bottleworks says, but for the differences that are listed', () => {
    expect(unlisted(cases, judged)).toEqual([])
  })

  it.each([...differences, ...wrongToday])('$kind: $what', (difference) => {
    const index = cases.findIndex(({ text }) => text === difference.example)
    expect(judged[index]?.known, 'nothing shows it any more: take it off the list').toContain(
      difference,
    )
  })
})
