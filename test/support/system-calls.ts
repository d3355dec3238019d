import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** The system calls that change the output tree, as Node.js names them. */
const names = [
  'mkdirSync',
  'openSync',
  'fchmodSync',
  'writeSync',
  'renameSync',
  'unlinkSync',
  'rmdirSync',
] as const

type Call = (...parts: unknown[]) => unknown

/** The path that is meant by one in an open folder. */
export function realPath(path: string): string {
  return path.replace(/^\/proc\/self\/fd\/\d+/, (folder) => fs.readlinkSync(folder))
}

/** One system call that is about to be made. */
export interface SystemCall {
  /** Counts from 0 for each work. */
  readonly index: number
  readonly name: (typeof names)[number]
  readonly parts: readonly unknown[]
  /** The real thing. */
  readonly call: Call
}

/**
 * Runs `work` with `before` called ahead of each of its system calls. When it throws, the system
 * call is not made. Gives the number of the system calls.
 */
export function watchSystemCalls(work: () => void, before: (call: SystemCall) => void): number {
  const originals = Object.fromEntries(names.map((name) => [name, fs[name]]))
  let next = 0
  for (const name of names) {
    const call = originals[name] as Call
    const watched: Call = (...parts) => {
      before({ index: next++, name, parts, call })
      return call(...parts)
    }
    Object.assign(fs, { [name]: watched })
  }
  syncBuiltinESMExports()
  try {
    work()
  } finally {
    Object.assign(fs, originals)
    syncBuiltinESMExports()
  }
  return next
}
