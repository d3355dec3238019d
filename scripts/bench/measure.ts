import { spawnSync } from 'node:child_process'

export interface Timing {
  /** In milliseconds. */
  readonly median: number
  readonly least: number
  readonly most: number
}

/** Runs a program several times to its end, and times the whole process. */
export function timeCommand(
  [file, ...argv]: readonly [string, ...string[]],
  runs: number,
  before: (run: number) => void = () => {},
): Timing {
  const times = Array.from({ length: runs }, (_, run) => {
    before(run)
    const began = performance.now()
    const { status, stderr, error } = spawnSync(file, argv, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, NODE_EXTRA_CA_CERTS: '', PROJEN_DISABLE_POST: 'true' },
    })
    const milliseconds = performance.now() - began
    if (status !== 0) throw new Error(`${file} ended with ${status}: ${error ?? stderr}`)
    return milliseconds
  }).sort((a, b) => a - b)
  return { median: times[times.length >> 1] ?? 0, least: times[0] ?? 0, most: times.at(-1) ?? 0 }
}

/** The most memory that a program of Node.js has resident, in MiB. */
export function peakMemory([file, ...argv]: readonly [string, ...string[]]): number {
  const report = `process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)))`
  const code = `import { createRequire } from 'node:module'; const require = createRequire('/'); ${report}`
  const preload = `data:text/javascript,${encodeURIComponent(code)}`
  const { output } = spawnSync(file, ['--import', preload, ...argv], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  return Number(output[3]) / 1024
}

/** One run of a program of Node.js. */
export interface Run {
  /** On the clock. */
  readonly milliseconds: number
  /** Of processors, of all threads of the process and not of what it starts. */
  readonly cpu: number
}

/** Runs a program of Node.js to its end. */
export function runCommand([file, ...argv]: readonly [string, ...string[]]): Run {
  const report = `process.on('exit', () => { const { user, system } = process.cpuUsage(); require('fs').writeSync(3, String((user + system) / 1000)) })`
  const code = `import { createRequire } from 'node:module'; const require = createRequire('/'); ${report}`
  const preload = `data:text/javascript,${encodeURIComponent(code)}`
  const began = performance.now()
  const { status, output, error } = spawnSync(file, ['--import', preload, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  const milliseconds = performance.now() - began
  if (status !== 0)
    throw new Error(`${file} ended with ${status}: ${error ?? output[2]?.slice(0, 2000)}`)
  return { milliseconds, cpu: Number(output[3]) }
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
