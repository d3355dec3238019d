import { expect, it } from 'vitest'
import { corpusFiles } from '../support/corpus.ts'
import { compareVerdicts } from './compare.ts'
import { askParser, buildParser } from './parser.ts'

it.skipIf(corpusFiles.length === 0)('agrees with the parser on real Smolfiles', () => {
  buildParser()
  const texts = new Map(corpusFiles.map(({ path, text }) => [path, text]))
  const comparisons = askParser([...texts.keys()]).map((verdict) => ({
    path: verdict.path,
    ...compareVerdicts(texts.get(verdict.path) ?? '', verdict),
  }))
  expect(comparisons.filter(({ mismatch }) => mismatch !== undefined)).toEqual([])
})
