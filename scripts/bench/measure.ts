import { spawnSync } from 'node:child_process'
import type { Sample } from './statistics.ts'
import { isSteady, steadier } from './statistics.ts'
import type { Command, Subject } from './subject.ts'

/** Bash is asked, since Node.js does not tell what its children have taken of the processors. */
const timing = `TIMEFORMAT='%3R %3U %3S'; time "$@" 2>&3`

/**
 * Runs a program to its end, and tells what the whole process took.
 *
 * @throws Error when it does not end with 0.
 */
export function runOnce(command: Command, environment: Subject['environment'] = {}): Sample {
  const { status, output, error } = spawnSync('bash', ['-c', timing, 'bash', ...command], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: '', ...environment },
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) {
    throw new Error(`${command.slice(0, 4).join(' ')} ended with ${status}: ${error ?? output[3]}`)
  }
  const [real = 0, user = 0, system = 0] = (output[2] ?? '').trim().split(' ').map(Number)
  return { wall: real * 1000, cpu: (user + system) * 1000 }
}

/** The most memory that a program of Node.js has resident, in MiB. */
export function peakMemory([file, ...argv]: Command, environment: Subject['environment']): number {
  const report = `process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)))`
  const code = `import { createRequire } from 'node:module'; const require = createRequire('/'); ${report}`
  const preload = `data:text/javascript,${encodeURIComponent(code)}`
  const { output } = spawnSync(file, ['--import', preload, ...argv], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  })
  return Number(output[3]) / 1024
}

export interface Plan {
  /** How often each subject is run in one series, after one run that warms up. */
  readonly runs: number
  /** How often what is not steady is measured again. */
  readonly repeats: number
}

/** A subject and its steadiest series. */
export interface Measured {
  readonly subject: Subject
  readonly series: readonly Sample[]
  /** How many series of it there were. */
  readonly tries: number
}

type Run = (command: Command, environment?: Subject['environment']) => Sample

/** Hears that a subject cannot be measured, which is then left out; throws where it may not be. */
export type OnFailure = (subject: Subject, error: unknown) => void

/**
 * Measures the subjects in turn, each once a round, so that what slows the machine down for a while
 * slows all of them. What is spread too much is measured again, in turn with the others that are.
 *
 * @param onFailure Hears what cannot be measured. Default: it throws.
 * @param run Runs a command once.
 */
export function measureInTurn(
  subjects: readonly Subject[],
  { runs, repeats }: Plan,
  onFailure: OnFailure = (_, error) => {
    throw error
  },
  run: Run = runOnce,
): readonly Measured[] {
  const counts = new Map<Subject, number>()
  const once = (subject: Subject) => {
    const count = counts.get(subject) ?? 0
    counts.set(subject, count + 1)
    subject.prepare(count)
    return run(subject.command, subject.environment)
  }
  const measured = new Map<Subject, Measured>()
  let left = subjects.filter((subject) => {
    try {
      once(subject)
      subject.verify?.()
      return true
    } catch (error) {
      onFailure(subject, error)
      return false
    }
  })
  const sound = left
  for (let round = 0; round <= repeats && left.length > 0; round++) {
    for (const [subject, series] of seriesInTurn(left, runs, once)) {
      const { series: before = series, tries = 0 } = measured.get(subject) ?? {}
      measured.set(subject, { subject, series: steadier(before, series), tries: tries + 1 })
    }
    left = sound.filter((subject) => !isSteady(measured.get(subject)?.series ?? []))
  }
  return [...measured.values()]
}

function seriesInTurn(
  subjects: readonly Subject[],
  runs: number,
  once: (subject: Subject) => Sample,
): ReadonlyMap<Subject, readonly Sample[]> {
  const series = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]))
  for (let run = 0; run < runs; run++) {
    for (const [subject, samples] of series) samples.push(once(subject))
  }
  return series
}
