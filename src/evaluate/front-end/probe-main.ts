/** The process that {@link survivors} starts: it writes a dot for each text that it has parsed. */
import { readFileSync } from 'node:fs'
import { compileSource } from './compile.ts'

const texts: readonly string[] = JSON.parse(readFileSync(0, 'utf8'))
for (const text of texts) {
  compileSource('code', text)
  process.stdout.write('.')
}
