import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for environment variables', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'env = ["=v"]',
      ['1:8 error BW006 env[0]: the name "" of an environment variable is malformed'],
    ],
    [
      'env = ["PATH"]',
      [
        '1:8 error BW040 env[0]: the entry "PATH" has no "="; smolvm hands the host\'s value to the guest, if the host has one',
      ],
    ],
    [
      'env = ["A B=1"]',
      ['1:8 error BW006 env[0]: the name "A B" of an environment variable is malformed'],
    ],
    ['env = ["A=1", "A=2"]', ['1:15 error BW052 env[1]: the variable "A" is set twice in env']],
    [
      'env = ["DB_PASSWORD=hunter2"]',
      [
        '1:8 warning BW033 env[0]: "DB_PASSWORD" looks like a secret: its name says so; it would be committed in plain text',
      ],
    ],
    [
      'env = ["GREETING=ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]',
      [
        '1:8 error BW059 env[0]: this has the form of a GitHub token; a Smolfile holds references to secrets alone',
      ],
    ],
    [
      'env = ["ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]',
      [
        '1:8 error BW059 env[0]: this has the form of a GitHub token; a Smolfile holds references to secrets alone',
        '1:8 error BW040 env[0]: the entry has no "="; smolvm hands the host\'s value to the guest, if the host has one',
      ],
    ],
    [
      '[dev]\nenv = ["HOME"]',
      [
        '2:8 error BW040 dev.env[0]: the entry "HOME" has no "="; smolvm hands the host\'s value to the guest, if the host has one',
      ],
    ],
    [
      'env = ["A=1"]\nsecrets = { A = { from_env = "B" } }',
      ['1:8 error BW052 env[0]: the variable "A" is set in env and in secrets'],
    ],
    ['env = ["A=", "B=c=d", "C= x"]', []],
    [
      'env = ["PS1=$ "]\n[dev]\nenv = ["PEM=a\\n", "B=x"]',
      [
        '1:8 error BW008 env[0]: the value of "PS1" ends in a blank or a line feed, which smolvm takes off without a word',
        '3:8 error BW008 dev.env[0]: the value of "PEM" ends in a blank or a line feed, which smolvm takes off without a word',
      ],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
