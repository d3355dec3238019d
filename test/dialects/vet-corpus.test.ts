import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'

/** Upstream's own examples: other people's text, so they lie beside the repository, or nowhere. */
const corpus = fileURLToPath(new URL('../../../../shared/corpus/smolvm-examples/', import.meta.url))
const names = existsSync(corpus) ? readdirSync(corpus) : []

describe.skipIf(names.length === 0)("upstream's own examples", () => {
  it.each(names)('%s has no error, and is recognized', (name) => {
    const { dialect, diagnostics } = vetSmolfile(name, readFileSync(corpus + name, 'utf8'))
    expect(dialect).toBe('smolvm')
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
