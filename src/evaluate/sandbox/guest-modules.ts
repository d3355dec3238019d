import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { isBuilt, packageFile } from '../../files/package-files.ts'
import type { GuestModule } from './protocol.ts'

/** The module `'bottleworks'` inside the engine. Every module of the tool has this prefix there. */
export const guestPrefix = 'bottleworks:'
export const guestApi = `${guestPrefix}index`
export const guestMain = `${guestPrefix}evaluate/guest/main`
export const guestJudge = `${guestPrefix}evaluate/guest/judge`

const files = [
  'language/definition',
  'language/environment',
  'language/rows',
  'language/kinds',
  'language/builder',
  'language/claude-bottle/gvproxy',
  'language/claude-bottle/gateway',
  'language/claude-bottle/settings',
  'language/claude-bottle/bottle',
  'language/smolvm/values',
  'language/smolvm/secrets',
  'language/smolvm/settings',
  'language/smolvm/net',
  'language/smolvm/machine',
  'language/fleet',
  'language/test/test',
  'language/policy/policy',
  'language/policy/ready',
  'index',
  'policy',
  'policies',
  'test',
  'evaluate/guest/primordials',
  'evaluate/guest/emit',
  'evaluate/guest/refusals',
  'evaluate/guest/harden',
  'evaluate/guest/seal',
  'evaluate/guest/judge',
  'evaluate/guest/main',
]

/** The modules inside the engine that sources import, by the names that they have there. */
export const guestApis: ReadonlyMap<string, string> = new Map([
  ['bottleworks', guestApi],
  ['bottleworks/policy', `${guestPrefix}policy`],
  ['bottleworks/policies', `${guestPrefix}policies`],
  ['bottleworks/test', `${guestPrefix}test`],
])

/** The tool's own modules for the engine. */
export async function readGuestModules(): Promise<readonly GuestModule[]> {
  return isBuilt ? JSON.parse(readFileSync(builtGuest, 'utf8')) : stripGuestModules()
}

/** The path at which the build keeps them. */
export const builtGuest = packageFile('dist/guest.json')

/** The modules as they are in the source, without their types. */
async function stripGuestModules(): Promise<readonly GuestModule[]> {
  const { transformSync } = await import('oxc-transform')
  return files.map((file) => {
    const text = readFileSync(packageFile(`src/${file}.ts`), 'utf8')
    const { code } = transformSync('guest.ts', text, { lang: 'ts', sourceType: 'module' })
    return { name: guestPrefix + file, code }
  })
}

/** The module that `specifier` in the guest module `base` names. */
export function resolveGuestModule(base: string, specifier: string): string {
  const path = posix.join(posix.dirname(base.slice(guestPrefix.length)), specifier)
  return guestPrefix + path.replace(/\.[jt]s$/, '')
}
