import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compatibilityPage } from '../../scripts/compatibility-page.ts'
import { differences } from '../engine/differences.ts'
import { wrongToday } from '../engine/wrong-today.ts'
import { engineVersion } from '../support/engine-wheel.ts'

const page = compatibilityPage()

describe('the page of compatibility', () => {
  it('is current (npm run reference writes it)', () => {
    const url = new URL('../../docs/compatibility.md', import.meta.url)
    expect(readFileSync(url, 'utf8')).toBe(page)
  })

  it('names the version, and has a line for every difference that is listed', () => {
    expect(page).toContain(`version ${engineVersion}`)
    const rows = page.split('\n').filter((line) => /^\| .* \| `.*` \| /.test(line))
    expect(rows).toHaveLength(differences.length + wrongToday.length)
  })

  it('is shown with examples that no code span would end', () => {
    for (const { example } of [...differences, ...wrongToday]) expect(example).not.toContain('`')
  })
})
