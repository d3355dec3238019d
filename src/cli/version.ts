import { readFileSync } from 'node:fs'
import { packageFile } from '../files/package-files.ts'

/** The tool's own version. */
export function version(): string {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version
}
