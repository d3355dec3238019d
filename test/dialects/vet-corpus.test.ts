import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import { corpusFiles } from '../support/corpus.ts'

describe.skipIf(corpusFiles.length === 0)('real Smolfiles', () => {
  it.each(corpusFiles)('$name is recognized, and has the form of its dialect', ({ name, text }) => {
    const { dialect, diagnostics, unfit } = vetSmolfile(name, text)
    expect(dialect).toBe('smolvm')
    // A rule may object to what a flag of the command line completes.
    expect(diagnostics.filter(({ code }) => code === 'BW007')).toEqual([])
    expect([...(unfit ?? [])]).toEqual([])
  })
})
