import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gvproxyVersion } from './gvproxy.ts'
import type { Trial } from './lab/host.ts'
import type { Laboratory } from './laboratory.ts'
import {
  closeLaboratory,
  lackOfLaboratory,
  makeBench,
  observe,
  openLaboratory,
} from './laboratory.ts'
import type { Measured } from './measured.ts'
import { inOrder, readMeasured, writeMeasured } from './measured.ts'
import { linesOf } from './mutations.ts'
import { companionText, configured, ways } from './ways.ts'

const { env } = process
const isRequired = env.CI !== undefined || env.BOTTLEWORKS_GATEWAY === 'required'
const update = env.UPDATE_MEASURED === '1'

const lack = lackOfLaboratory()

const isSkipped = lack !== undefined && !isRequired
if (isSkipped) console.log(`what gvproxy lets a guest reach is not measured: ${lack}`)

describe.skipIf(isSkipped)('gvproxy', () => {
  const before = update ? {} : readMeasured()
  const measured = new Map<string, Measured>()
  let laboratory: Laboratory

  beforeAll(() => {
    if (lack !== undefined) throw new Error(lack)
    laboratory = openLaboratory()
  })
  afterAll(() => {
    if (laboratory !== undefined) closeLaboratory(laboratory)
    const all = ways.map(({ name }) => [name, measured.get(name)] as const)
    if (!update || all.some(([, each]) => each === undefined)) return
    writeMeasured(gvproxyVersion, Object.fromEntries(all) as Record<string, Measured>)
  })

  /** On a busy machine an answer can come too late: what is not as expected is tried with patience. */
  async function measure(
    prepare: (folder: string) => Trial,
    expected: Measured | undefined,
  ): Promise<Measured> {
    const once = async (patience: number) => {
      const folder = makeBench(laboratory)
      return inOrder(await observe(laboratory, folder, prepare(folder), patience))
    }
    const first = expected && (await once(700).catch(() => undefined))
    if (first !== undefined && JSON.stringify(first) === JSON.stringify(expected)) return first
    return once(2000)
  }

  it.concurrent.each(ways)(
    'lets a guest reach what is measured: $name',
    async ({ name, prepare }) => {
      const result = await measure(prepare, before[name])
      measured.set(name, result)
      if (!update) expect(result).toEqual(before[name])
    },
  )

  describe('with one line of the companion removed', () => {
    const lines = linesOf(companionText('/any'))

    const withLine = (at: number, other: readonly string[]) => (folder: string) =>
      configured(
        folder,
        companionText(folder)
          .split('\n')
          .toSpliced(at, 1, ...other)
          .join('\n'),
      )

    it.concurrent.each(lines)(
      '$line: a row changes, or it pins a default',
      async ({ at, other }) => {
        const expected = before.companion
        if (other === undefined) {
          expect(await measure(withLine(at, []), undefined)).not.toEqual(expected)
          return
        }
        expect(await measure(withLine(at, []), expected)).toEqual(expected)
        expect(await measure(withLine(at, [other]), undefined)).not.toEqual(expected)
      },
    )
  })
})
