import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { corpusFiles } from '../support/corpus.ts'

describe.skipIf(corpusFiles.length === 0)('real Smolfiles', () => {
  it.each(corpusFiles)('$name has no error, and is recognized', ({ name, text }) => {
    const { dialect, diagnostics } = vetSmolfile(name, text)
    expect(dialect).toBe('smolvm')
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
