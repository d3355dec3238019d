import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { referencePages } from '../../scripts/reference-pages.ts'
import { diagnosticCodes } from '../../src/diagnostic/catalogue.ts'
import { dialectNames, dialectOf } from '../../src/dialects/dialects.ts'

const folder = new URL('../../docs/reference/', import.meta.url)
const pages = referencePages()

describe('the reference', () => {
  it.each([...pages])('%s is current (npm run reference writes it)', (name, text) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text)
  })

  it('is all that there is in its folder', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort())
  })

  it('has a line in the table and a section with its anchor for every code', () => {
    const text = pages.get('codes.md') ?? ''
    for (const code of diagnosticCodes) {
      expect(text.split(`\n| [${code}](#${code}) | `)).toHaveLength(2)
      expect(text.split(`\n<a id="${code}"></a>\n\n## ${code}: `)).toHaveLength(2)
    }
  })

  it.each(dialectNames)('has a section with an example for every method of %s', (dialect) => {
    const text = pages.get('settings.md') ?? ''
    for (const [name, row] of Object.entries(dialectOf(dialect).rows)) {
      const sections = text.split(`\n### ${dialect}: \`.${name}()\`\n`)
      expect(sections, name).toHaveLength(row.method === false ? 1 : 2)
      if (row.method !== false) expect(sections[1]?.split('\n### ')[0], name).toContain('```ts\n')
    }
  })
})
