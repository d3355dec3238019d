import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referencePages } from './reference-pages.ts'

/** Writes `docs/reference/`. */
mkdirSync('docs/reference', { recursive: true })
for (const [name, text] of referencePages()) writeFileSync(join('docs/reference', name), text)
