import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for durations', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      '[health]\nexec = ["x"]\ninterval = "500ms"',
      [
        '3:1 error BW043 health.interval: health.interval is "500ms", which smolvm ignores; it must be whole seconds, minutes or hours',
      ],
    ],
    [
      '[health]\nexec = ["x"]\ntimeout = "1m30s"\nstartup_grace = "1d"',
      [
        '3:1 error BW043 health.timeout: health.timeout is "1m30s", which smolvm ignores; it must be whole seconds, minutes or hours',
        '4:1 error BW043 health.startup_grace: health.startup_grace is "1d", which smolvm ignores; it must be whole seconds, minutes or hours',
      ],
    ],
    [
      '[restart]\nmax_backoff = ""',
      [
        '2:1 error BW043 restart.max_backoff: restart.max_backoff is "", which smolvm ignores; it must be whole seconds, minutes or hours',
      ],
    ],
    [
      '[restart]\nmax_backoff = "99999999999999999999"',
      [
        '2:1 error BW043 restart.max_backoff: restart.max_backoff is "99999999999999999999", which smolvm ignores; it must be whole seconds, minutes or hours',
      ],
    ],
    [
      '[health]\nexec = ["x"]\ninterval = "10s"\ntimeout = "5m"\nstartup_grace = "90"\n[restart]\nmax_backoff = "2h"',
      [],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
