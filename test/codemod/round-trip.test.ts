import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bottleSource } from '../../src/codemod/bottle-source.ts'
import { formatSource } from '../../src/codemod/format-source.ts'
import type { ImportedText } from '../../src/codemod/import-smolfiles.ts'
import { withObjections } from '../../src/codemod/objections.ts'
import type { DialectName, SmolfileDocument } from '../../src/dialects/dialects.ts'
import { dialectOf } from '../../src/dialects/dialects.ts'
import { assertTogether, faultsWhenThrown } from '../support/assert-together.ts'
import { importAndSynth, syntaxOf } from '../support/import.ts'
import { hasKey, schemaKeys } from '../support/schema-keys.ts'
import { validBottle, validMachine } from '../support/valid-document.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Sample {
  readonly dialect: DialectName
  readonly document: SmolfileDocument
}

const generators = {
  'claude-bottle': validBottle.map((document): Sample => ({ dialect: 'claude-bottle', document })),
  smolvm: validMachine.map((document): Sample => ({ dialect: 'smolvm', document })),
}

const samples = fc
  .oneof(
    { weight: 1, arbitrary: generators['claude-bottle'] },
    { weight: 3, arbitrary: generators.smolvm },
  )
  .filter((sample) => errorsOf(sample).length === 0)

function errorsOf({ dialect, document }: Sample): readonly string[] {
  const problems = dialectOf(dialect).vet(document)
  return problems.flatMap(({ severity, path, message }) =>
    severity === 'error' ? [`${path}: ${message}`] : [],
  )
}

/** The Smolfile of a sample, with a slug that no other sample has, and sockets that no other device has. */
function smolfileOf({ dialect, document }: Sample, index: number): ImportedText {
  const own =
    'name' in document
      ? {
          ...document,
          name: `claude-bottle-b${index}`,
          net: document.net.map((each, device) => ({
            ...each,
            socket: `/s${index}-${device}${each.socket}`,
          })),
        }
      : document
  const text = dialectOf(dialect).render(own as never, { source: 'bottles/other.bottle.ts' })
  return { name: `${index}.smolfile`, text }
}

describe.each(['claude-bottle', 'smolvm'] as const)('the documents made up for %s', (dialect) => {
  it('have every key of the schema, and seldom an error', () => {
    const made = fc.sample(generators[dialect], { numRuns: 400, seed: 7 })
    const keys = schemaKeys(dialectOf(dialect).schema)
    expect(keys.length).toBeGreaterThan(6)
    const missing = keys.filter((key) => !made.some(({ document }) => hasKey(document, key)))
    expect(missing).toEqual([])
    const errors = made.map(errorsOf).filter((each) => each.length > 0)
    expect(errors.length / made.length, JSON.stringify(errors)).toBeLessThan(0.05)
  })
})

describe('an imported bottle file', () => {
  it('gives the document of its Smolfile, and is what that document gives', async () => {
    const findFaults = faultsWhenThrown<Sample>(async (values) => {
      const synthesized = await importAndSynth(values.map(smolfileOf))
      return synthesized.map(({ dialect, slug, before, after, source }, index) => {
        if (dialect !== values[index]?.dialect) return `it was taken for ${dialect}`
        if (!isDeepStrictEqual(after, before)) return `another document:\n${source}`
        const again = sourceOf({ dialect, document: after }, slug)
        const fixed = isDeepStrictEqual(syntaxOf(source), syntaxOf(again))
        return fixed ? undefined : `not the same again:\n${source}\n${again}`
      })
    })
    await assertTogether(samples, 60, findFaults)
  })

  it("has the layout of Biome, which is that of the project's own files", async () => {
    const findFaults = faultsWhenThrown<Sample>(async (values) => {
      const sources = await Promise.all(
        values.map((each) => formatSource(sourceOf(each, 'sample'))),
      )
      return formattedByBiome(sources).map((formatted, index) => {
        const source = sources[index]
        return formatted === source ? undefined : `Biome would write\n${formatted}not\n${source}`
      })
    })
    await assertTogether(samples.map(withUndisputedWidths), 60, findFaults)
  })
})

/**
 * The sample with an "x" for each character of the scripts of which Prettier and Biome do not agree
 * how many columns it takes, and so which line is too long.
 */
function withUndisputedWidths(sample: Sample): Sample {
  const disputed = /[^\u0000-\u04ff\u2000-\u206f\u3041-\u3096\u4e00-\u9fff🍾]/gu
  return JSON.parse(JSON.stringify(sample).replace(disputed, 'x'))
}

/** The bottle file of a document before it is laid out. */
function sourceOf({ dialect, document }: Sample, slug: string): string {
  const { normalize, vet } = dialectOf(dialect)
  const none = { header: [], byPath: new Map(), footer: [] }
  const normal = normalize(document as never)
  const comments = withObjections(none, vet(normal), dialect, normal)
  return bottleSource({ dialect, slug, document: normal, comments })
}

/** The texts as Biome lays them out with the repository's settings. */
function formattedByBiome(sources: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'bottleworks-biome-'))
  try {
    const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
    const { formatter, javascript } = settings
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ formatter, javascript }))
    const paths = sources.map((_, index) => join(folder, `${index}.bottle.ts`))
    for (const [index, path] of paths.entries()) writeFileSync(path, sources[index] ?? '')
    const biome = join(root, 'node_modules/.bin/biome')
    const { status, stderr } = spawnSync(biome, ['format', '--write'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    return paths.map((path) => readFileSync(path, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
