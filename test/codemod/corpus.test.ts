import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RoundTrip } from '../support/import.ts'
import { roundTrip, syntaxOf } from '../support/import.ts'

/** Upstream's own examples: other people's text, so they lie beside the repository, or nowhere. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/smolvm-examples/', import.meta.url))
const names = existsSync(corpus) ? readdirSync(corpus) : []

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

const examples = names.map((name) => ({ name, text: readFileSync(corpus + name, 'utf8') }))
const reference = vectors.map(withOwnNames)
let trips: readonly RoundTrip[]

// Together, since most of the time is the sandbox's start.
beforeAll(async () => {
  trips = await roundTrip([...reference, ...examples])
})

describe('the golden vectors of claude-bottle', () => {
  it('come out byte for byte of the bottle files that they become', () => {
    const ours = trips.slice(0, reference.length)
    expect(ours.map(({ name, smolfile }) => ({ name, text: smolfile }))).toEqual(reference)
    for (const { name, identical, source, again } of ours) {
      expect(identical, name).toBe(true)
      expect(again, name).toBe(source)
    }
  })
})

describe.skipIf(examples.length === 0)("upstream's own examples", () => {
  it('become bottle files that give the same documents, and the same again', () => {
    for (const { name, dialect, before, after, source, again } of trips.slice(reference.length)) {
      expect(dialect, name).toBe('smolvm')
      expect(after, name).toEqual(before)
      expect(syntaxOf(again), name).toEqual(syntaxOf(source))
    }
  })
})
