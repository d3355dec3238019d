import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RoundTrip } from '../support/import.ts'
import { roundTrip } from '../support/import.ts'

interface Vector {
  readonly name: string
  readonly slug: string
  readonly smolfile: string
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../golden/claude-bottle.json', import.meta.url), 'utf8'),
)

/** Two vectors share a slug and some a socket, which is not possible in one project. */
function withOwnNames({ name, slug, smolfile }: Vector, index: number) {
  const text = smolfile
    .replace(`"claude-bottle-${slug}"`, `"claude-bottle-${slug}-${index}"`)
    .replace(/^(socket = ".*)"$/m, `$1-${index}"`)
  expect(text, name).toContain(`"claude-bottle-${slug}-${index}"`)
  return { name, text }
}

const reference = vectors.map(withOwnNames)
let trips: readonly RoundTrip[]

// Together, since most of the time is the sandbox's start.
beforeAll(async () => {
  trips = await roundTrip(reference)
})

describe('the golden vectors of claude-bottle', () => {
  it('come out byte for byte of the bottle files that they become', () => {
    expect(trips.map(({ name, smolfile }) => ({ name, text: smolfile }))).toEqual(reference)
    for (const { name, identical, source, again } of trips) {
      expect(identical, name).toBe(true)
      expect(again, name).toBe(source)
    }
  })
})
