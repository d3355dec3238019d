import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { roundTrip, syntaxOf } from '../support/import.ts'

/** Upstream's own examples: other people's text, so they lie beside the repository, or nowhere. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/smolvm-examples/', import.meta.url))
const names = existsSync(corpus) ? readdirSync(corpus) : []

describe.skipIf(names.length === 0)("upstream's own examples", () => {
  it('become bottle files that give the same documents, and the same again', async () => {
    const texts = names.map((name) => ({ name, text: readFileSync(corpus + name, 'utf8') }))
    const trips = await roundTrip(texts)
    expect(trips.map(({ dialect }) => dialect)).toEqual(names.map(() => 'smolvm'))
    for (const { name, before, after, source, again } of trips) {
      expect(after, name).toEqual(before)
      expect(syntaxOf(again), name).toEqual(syntaxOf(source))
    }
  })
})

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

describe('the golden vectors of claude-bottle', () => {
  it('come out byte for byte of the bottle files that they become', async () => {
    const texts = vectors.map(withOwnNames)
    const trips = await roundTrip(texts)
    expect(trips.map(({ name, smolfile }) => ({ name, text: smolfile }))).toEqual(texts)
    for (const { name, identical, source, again } of trips) {
      expect(identical, name).toBe(true)
      expect(again, name).toBe(source)
    }
  })
})
