import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { compareVerdicts } from './compare.ts'
import { askParser, buildParser } from './parser.ts'

/** Upstream's own examples: other people's text, so they lie beside the repository, or nowhere. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/smolvm-examples/', import.meta.url))

it.skipIf(!existsSync(corpus))("agrees with the parser on upstream's own examples", () => {
  buildParser()
  const paths = readdirSync(corpus).map((name) => corpus + name)
  expect(paths.length).toBeGreaterThan(0)
  const comparisons = askParser(paths).map((verdict) => ({
    path: verdict.path,
    ...compareVerdicts(readFileSync(verdict.path, 'utf8'), verdict),
  }))
  expect(comparisons.filter(({ mismatch }) => mismatch !== undefined)).toEqual([])
})
