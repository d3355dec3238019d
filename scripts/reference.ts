import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { actionFiles, withWorkflows } from './action.ts'
import { compatibilityPage } from './compatibility-page.ts'
import { referencePages } from './reference-pages.ts'

/** Writes `docs/reference/`, `docs/compatibility.md`, the actions, and the workflows in the guide. */
mkdirSync('docs/reference', { recursive: true })
for (const [name, text] of referencePages()) writeFileSync(join('docs/reference', name), text)
writeFileSync('docs/compatibility.md', compatibilityPage())
for (const [path, text] of actionFiles()) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
const guide = 'docs/guides/ci.md'
writeFileSync(guide, withWorkflows(readFileSync(guide, 'utf8')))
