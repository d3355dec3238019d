import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a declaration file takes in: `from '…'`, `import('…')`, and references to paths. */
const specifiers = /(?:\bfrom\s*|\bimport\s*\(?\s*|<reference path=)["'](\.[^"']+)["']/g

/** The declaration files that `entries` need, by imports and references, with themselves. */
export function reachableDeclarations(entries: readonly string[]): ReadonlySet<string> {
  const reachable = new Set(entries)
  for (const path of reachable) {
    for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(specifiers)) {
      const target = join(dirname(path), specifier.replace(/(?<!\.d)\.(?:js|ts)$/, '.d.ts'))
      // Examples in comments import files that are not there.
      if (target.endsWith('.d.ts') && existsSync(target)) reachable.add(target)
    }
  }
  return reachable
}
