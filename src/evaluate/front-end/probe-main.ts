/** The process that {@link survivors} starts: it exits with 0 when it has parsed all of its input. */
import { readFileSync } from 'node:fs'
import { compileSource } from './compile.ts'

const texts: readonly string[] = JSON.parse(readFileSync(0, 'utf8'))
for (const text of texts) compileSource('code', text)
