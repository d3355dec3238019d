import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GuestModule } from './protocol.ts'

/** What `'bottleworks'` is inside the engine. Every module of the tool has this prefix there. */
export const guestPrefix = 'bottleworks:'
export const guestApi = `${guestPrefix}index`
export const guestMain = `${guestPrefix}evaluate/guest/main`

const files = [
  'dsl/definition',
  'dsl/environment',
  'dsl/gvproxy',
  'dsl/gateway',
  'dsl/bottle',
  'dsl/machine-values',
  'dsl/machine-environment',
  'dsl/machine-net',
  'dsl/machine-builder',
  'dsl/machine',
  'index',
  'evaluate/guest/primordials',
  'evaluate/guest/refusals',
  'evaluate/guest/harden',
  'evaluate/guest/main',
]

/** The tool's own modules for the engine: as built, or stripped of types when run from source. */
export async function readGuestModules(): Promise<readonly GuestModule[]> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const strip = extension === 'ts' ? await typeStripper() : (text: string) => text
  return files.map((file) => {
    const url = new URL(`../../${file}.${extension}`, import.meta.url)
    return { name: guestPrefix + file, code: strip(readFileSync(fileURLToPath(url), 'utf8')) }
  })
}

/** The module that `specifier` in the guest module `base` names. */
export function resolveGuestModule(base: string, specifier: string): string {
  const path = posix.join(posix.dirname(base.slice(guestPrefix.length)), specifier)
  return guestPrefix + path.replace(/\.[jt]s$/, '')
}

async function typeStripper(): Promise<(text: string) => string> {
  const { transformSync } = await import('oxc-transform')
  return (text) => transformSync('guest.ts', text, { lang: 'ts', sourceType: 'module' }).code
}
