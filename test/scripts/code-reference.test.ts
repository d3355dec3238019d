import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codeReference, codeReferencePath } from '../../scripts/code-reference.ts'
import { diagnosticCodes } from '../../src/diagnostic/catalogue.ts'

const root = new URL('../../', import.meta.url)

describe('the reference of the codes', () => {
  it('is current (npm run reference writes it)', () => {
    expect(readFileSync(new URL(codeReferencePath, root), 'utf8')).toBe(codeReference())
  })

  it('has a line in the table and a section with its anchor for every code', () => {
    const text = codeReference()
    for (const code of diagnosticCodes) {
      expect(text.split(`\n| [${code}](#${code}) | `)).toHaveLength(2)
      expect(text.split(`\n<a id="${code}"></a>\n\n## ${code}: `)).toHaveLength(2)
    }
  })

  it('is all that there is in its folder', () => {
    expect(readdirSync(new URL('docs/reference', root))).toEqual(['codes.md'])
  })
})
