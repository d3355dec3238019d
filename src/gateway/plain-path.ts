import { posix } from 'node:path'
import { quotePath } from '../diagnostic/text.ts'
import type { Refusal } from './refusal.ts'

/** The letters that neither a shell nor socat gives a meaning of their own. */
const plain = /^[A-Za-z0-9/._@+-]+$/
const strange = /[^A-Za-z0-9/._@+-]/u

/** Refuses a path that would have to be quoted; undefined when it can be printed as it is. */
export function refusePath(what: string, path: string): Refusal | undefined {
  if (!path.startsWith('/') || path.endsWith('/') || posix.normalize(path) !== path) {
    return {
      message: `${what} is ${quotePath(path)}; it must be an absolute, normalized path`,
      hint: `such as ${plainPath(posix.join('/', path)).replace(/\/$/, '') || '/run/proxies/proxy.sock'}`,
    }
  }
  if (plain.test(path)) return undefined
  const sign = strange.exec(path)?.[0] ?? ''
  return {
    message: `${what} is ${quotePath(path)}, with ${quotePath(sign)}; a path may have letters, digits and / . _ @ + - alone, since socat and shells give meaning to the rest`,
    hint: `use ${plainPath(path)}`,
  }
}

/** The path with a hyphen for each run of letters that cannot be printed. */
function plainPath(path: string): string {
  const names = path.normalize('NFKD').replace(/\p{M}/gu, '').split('/')
  const cleaned = names.map((name) => name.replace(/[^A-Za-z0-9._@+-]+/gu, '-'))
  return posix.normalize(cleaned.join('/'))
}
