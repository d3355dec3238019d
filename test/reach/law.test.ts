import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from './law/law.ts'
import { bottlePairs, machinePairs } from './law/pairs.ts'

/** How many pairs are judged, and from where on: more and others by these two variables. */
const runs = Number(process.env.BOTTLEWORKS_LAW_RUNS ?? 400)
const seed = Number(process.env.BOTTLEWORKS_LAW_SEED ?? 1)

/** Of what is beyond, the share that no probe shows: see the reasons in law.ts. */
const mostUnshown = 0.02

describe('what one document reaches within another', () => {
  it.each([
    ['smolvm', machinePairs],
    ['claude-bottle', bottlePairs],
  ] as const)(
    'is nothing more by any probe, and what is beyond shows, in %s',
    { timeout: 60_000 + runs * 50 },
    (_, pairs) => {
      const found = { nothing: 0, shown: 0, 'not shown': 0 }
      fc.assert(
        fc.property(pairs, (pair) => {
          const verdict = judge(pair)
          found[verdict.beyond] += 1
          expect(verdict.wrong).toEqual([])
        }),
        { numRuns: runs, seed },
      )
      // Both happen, or the law says nothing.
      expect(found.nothing).toBeGreaterThan(runs / 10)
      expect(found.shown).toBeGreaterThan(runs / 10)
      expect(found['not shown'] / found.shown).toBeLessThan(mostUnshown)
    },
  )
})
