import { mkdirSync, writeFileSync } from 'node:fs'
import { jsonSchemas } from './json-schemas.ts'

/** Writes `schema/`. */
mkdirSync('schema', { recursive: true })
for (const [path, text] of jsonSchemas()) writeFileSync(path, text)
