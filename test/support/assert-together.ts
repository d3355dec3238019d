import fc from 'fast-check'
import { expect } from 'vitest'

/** What is wrong with each of the values, undefined when nothing is. */
export type FindFaults<T> = (values: readonly T[]) => Promise<readonly (string | undefined)[]>

/**
 * As `fc.assert`, for what is dear to ask of one value and cheap of many: all values are asked
 * about together. Only when one is bad, they are asked about alone, and the bad one is shrunk.
 */
export async function assertTogether<T>(
  arbitrary: fc.Arbitrary<T>,
  numRuns: number,
  findFaults: FindFaults<T>,
): Promise<void> {
  const values: T[] = []
  const collect = fc.property(arbitrary, (value) => void values.push(value))
  const { seed } = fc.check(collect, { numRuns })
  const faults = await findFaults(values)
  expect(faults).toHaveLength(numRuns)
  const bad = faults.filter((fault) => fault !== undefined)
  if (bad.length === 0) return
  const good = new Set(
    values.filter((_, index) => faults[index] === undefined).map((value) => fc.stringify(value)),
  )
  const alone = fc.asyncProperty(arbitrary, async (value) => {
    if (!good.has(fc.stringify(value))) expect(await findFaults([value])).toEqual([undefined])
  })
  await fc.assert(alone, { seed, numRuns, interruptAfterTimeLimit: 40_000 })
  // What is bad among others and good alone has no smaller form.
  expect(bad, `of ${numRuns} values, seed ${seed}`).toEqual([])
}

/** `findAll` of the values; when it throws, of ever fewer, down to those that it throws for. */
export function faultsWhenThrown<T>(findAll: FindFaults<T>): FindFaults<T> {
  const find: FindFaults<T> = async (values) => {
    try {
      return await findAll(values)
    } catch (error) {
      if (values.length <= 1) return [String(error)]
      const half = values.length >> 1
      return [...(await find(values.slice(0, half))), ...(await find(values.slice(half)))]
    }
  }
  return find
}
