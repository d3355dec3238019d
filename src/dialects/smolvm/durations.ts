import type { Problem } from '../../diagnostic/problem.ts'
import { errorAt } from '../../diagnostic/problem.ts'
import { quote } from '../../diagnostic/text.ts'
import type { SmolvmDocument } from './document.ts'

const seconds = { s: 1n, m: 60n, h: 3600n } as const
const longest = 2n ** 64n - 1n

/** That durations are ones that smolvm reads: it ignores the others without a word. */
export function checkDurations({ health, restart }: SmolvmDocument): readonly Problem[] {
  const durations = {
    'health.interval': health?.interval,
    'health.timeout': health?.timeout,
    'health.startup_grace': health?.startup_grace,
    'restart.max_backoff': restart?.max_backoff,
  }
  return Object.entries(durations).flatMap(([path, duration]) => {
    if (duration === undefined || isDuration(duration)) return []
    const message = `${path} is ${quote(duration)}, which smolvm ignores; it must be whole seconds, minutes or hours`
    return [errorAt('BW043', path, message, 'such as "45s", "5m", "2h" or "90"')]
  })
}

/** As parse_duration_secs of the crate `smolfile` does it. */
export function isDuration(text: string): boolean {
  const [, amount = '', unit = 's'] = /^\s*\+?(\d{1,40})([smh]?)\s*$/u.exec(text) ?? []
  if (amount === '') return false
  return BigInt(amount) * seconds[(unit || 's') as keyof typeof seconds] <= longest
}
