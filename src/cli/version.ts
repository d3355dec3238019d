import { readFileSync } from 'node:fs'

/** The tool's own version. */
export function version(): string {
  const url = new URL('../../package.json', import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')).version
}
