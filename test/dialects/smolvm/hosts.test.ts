import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for names of hosts', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      '[network]\nallow_hosts = ["a.example:443"]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "a.example:443" has a port; it must be a name alone, which covers its subdomains on every port',
      ],
    ],
    [
      '[network]\nallow_hosts = ["https://a.example"]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "https://a.example" has a scheme; it must be a name alone, which covers its subdomains on every port',
      ],
    ],
    [
      '[network]\nallow_hosts = ["*.a.example"]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "*.a.example" has a "*"; it must be a name alone, which covers its subdomains on every port',
      ],
    ],
    [
      '[network]\nallow_hosts = ["10.0.0.1"]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "10.0.0.1" is an address, which belongs in allow_cidrs; it must be a name alone, which covers its subdomains on every port',
      ],
    ],
    [
      '[network]\nallow_hosts = [""]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "" is empty; it must be a name alone, which covers its subdomains on every port',
      ],
    ],
    [
      '[network]\nallow_hosts = ["a_b.example"]',
      [
        '2:16 error BW049 network.allow_hosts[0]: the host "a_b.example" is malformed; it must be a name alone, which covers its subdomains on every port',
      ],
    ],
    [
      '[network]\nallow_host_patterns = ["*.*.example"]',
      [
        '2:24 error BW049 network.allow_host_patterns[0]: the pattern "*.*.example" has a "*"; it must be a name, optionally after "*."',
      ],
    ],
    [
      '[network]\nallow_host_patterns = ["*"]',
      [
        '2:24 error BW049 network.allow_host_patterns[0]: the pattern "*" has a "*"; it must be a name, optionally after "*."',
      ],
    ],
    [`[network]\nallow_host_patterns = ["*.${Array(127).fill('a').join('.')}"]`, []],
    ['[network]\nallow_host_patterns = ["*.a.example", "a.example", "A.example."]', []],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
