import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compatibilityPage } from './compatibility-page.ts'
import { referencePages } from './reference-pages.ts'

/** Writes `docs/reference/` and `docs/compatibility.md`. */
mkdirSync('docs/reference', { recursive: true })
for (const [name, text] of referencePages()) writeFileSync(join('docs/reference', name), text)
writeFileSync('docs/compatibility.md', compatibilityPage())
