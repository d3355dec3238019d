import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for references to secrets', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'secrets = { A = {} }',
      ['1:13 error BW053 secrets.A: the secret "A" has no source; it must have exactly one'],
    ],
    [
      'secrets = { A = { from_env = "B", from_file = "/c" } }',
      [
        '1:13 error BW053 secrets.A: the secret "A" has the sources from_env and from_file; it must have exactly one',
      ],
    ],
    [
      'secrets = { A = { from_file = "run/key" } }',
      [
        '1:19 error BW053 secrets.A.from_file: the secret "A" reads the file "run/key"; the path must be absolute and normalized',
      ],
    ],
    [
      'secrets = { A = { from_file = "/run/../key" } }',
      [
        '1:19 error BW053 secrets.A.from_file: the secret "A" reads the file "/run/../key"; the path must be absolute and normalized',
      ],
    ],
    [
      'secrets = { A = { from_env = "B C" } }',
      [
        '1:19 error BW053 secrets.A.from_env: the secret "A" reads the variable "B C", which is not a valid variable name',
      ],
    ],
    [
      'secrets = { A = { from_keychain = "" } }',
      [
        '1:19 error BW053 secrets.A.from_keychain: the secret "A" reads the keychain entry ""; it must be SERVICE or SERVICE/ACCOUNT',
      ],
    ],
    [
      'secrets = { "A B" = { from_env = "C" } }',
      ['1:13 error BW053 secrets.A B: the name "A B" of a secret is malformed'],
    ],
    [
      'secrets = { constructor = { from_env = "C" } }',
      ['1:13 error BW053 secrets.constructor: the name "constructor" is refused'],
    ],
    [
      'secrets = { A = ["PATH"] }',
      ['1:13 error BW067 secrets.A: secrets.A is a list; it must be a table'],
    ],
    [
      'secrets = { A = "hunter2" }',
      ['1:13 error BW007 secrets.A: secrets.A is a text; it must be a table'],
    ],
    [
      'secrets = { A = { from_env = "B" }, C = { from_file = "/d" }, E = { from_keychain = "f/g" } }',
      [],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
