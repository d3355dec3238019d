import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeReference, codeReferencePath } from './code-reference.ts'

/** Writes `docs/reference/`. */
mkdirSync(dirname(codeReferencePath), { recursive: true })
writeFileSync(codeReferencePath, codeReference())
