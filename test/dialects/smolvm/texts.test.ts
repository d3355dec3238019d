import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for texts and programs', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'cmd = ["a\\u0000b"]',
      [
        '1:8 error BW005 cmd[0]: the text has a NUL character, which a Smolfile cannot hold: "a\\u0000b"',
      ],
    ],
    ['entrypoint = [""]', ['1:1 error BW004 entrypoint: entrypoint has an empty program']],
    [
      '[health]\nexec = ["", "x"]',
      ['2:1 error BW004 health.exec: health.exec has an empty program'],
    ],
    [
      'cmd = ["--key", "AKIAABCDEFGHABCDEFGH"]',
      [
        '1:17 error BW059 cmd[1]: this has the form of an AWS access key; a Smolfile holds references to secrets alone',
      ],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
