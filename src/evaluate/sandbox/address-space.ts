import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

const flag = '--disable-wasm-trap-handler'

/**
 * The addresses that two threads of the sandbox take, in bytes, with what V8 reserves besides: 10 GiB
 * for each memory of WebAssembly, of which a thread may have several until they are collected.
 */
const enough = 64 * 2 ** 30

/**
 * Whether this process may use too few addresses for the region that V8 reserves around each memory
 * of WebAssembly, as under `ulimit -v`, and was started in a way that reserves it.
 */
export function lacksAddresses(): boolean {
  if (process.platform !== 'linux' || isUnguarded()) return false
  try {
    const text = readFileSync('/proc/self/limits', 'latin1')
    const limit = /^Max address space +(\d+)/m.exec(text)?.[1]
    return limit !== undefined && Number(limit) < enough
  } catch {
    return false // without /proc nobody knows
  }
}

function isUnguarded(): boolean {
  const { NODE_OPTIONS = '' } = process.env
  return process.execArgv.includes(flag) || NODE_OPTIONS.includes(flag)
}

/**
 * Runs this program again, where bounds are checked by code and nothing is reserved, which is as
 * safe and takes a little longer. Gives the exit code; whoever stops this process stops that one.
 */
export async function restartUnguarded(): Promise<number> {
  const argv = [flag, ...process.execArgv, ...process.argv.slice(1)]
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, argv, { stdio: 'inherit' })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  // A terminal sends these to both.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? 128 + constants.signals[signal ?? 'SIGKILL']
}
