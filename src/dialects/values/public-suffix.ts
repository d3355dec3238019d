import { createRequire } from 'node:module'

let loaded: typeof import('tldts') | undefined

/**
 * Whether anybody can have a name under `name`, by the Public Suffix List: `com`, `co.uk`, and
 * those that private owners give away names under, `github.io`.
 */
export function isPublicSuffix(name: string): boolean {
  // Loaded when the first name asks for it: 8 ms.
  loaded ??= createRequire(import.meta.url)('tldts') as typeof import('tldts')
  const plain = name.toLowerCase().replace(/\.$/, '')
  const parsed = loaded.parse(plain, { allowPrivateDomains: true, extractHostname: false })
  return parsed.domain === null && (parsed.isIcann === true || parsed.isPrivate === true)
}
