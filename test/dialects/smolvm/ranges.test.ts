import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for ranges of addresses', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      '[network]\nallow_cidrs = ["191.168.1.600"]',
      [
        '2:16 error BW050 network.allow_cidrs[0]: the range "191.168.1.600" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["10.0.0.0/33"]',
      [
        '2:16 error BW050 network.allow_cidrs[0]: the range "10.0.0.0/33" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["10.1/16"]',
      [
        '2:16 error BW050 network.allow_cidrs[0]: the range "10.1/16" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["010.0.0.1"]',
      [
        '2:16 error BW050 network.allow_cidrs[0]: the range "010.0.0.1" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["fe80::1%eth0"]',
      [
        '2:16 error BW050 network.allow_cidrs[0]: the range "fe80::1%eth0" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["::01.2.3.4", "::ffff:10.0.0.1"]',
      [
        '2:16 error BW050 network.allow_cidrs[0]: the range "::01.2.3.4" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    ['[network]\nallow_udp = ["fd00::/8:53", "fd00::1:65535", "fd00::1:1-2", "1:::53"]', []],
    [
      '[network]\nallow_udp = ["fd00::1:0", "fd00::1:2-1", "x::1:53", "fd00::1:65536"]',
      [
        '2:27 error BW068 network.allow_udp[1]: the UDP range "fd00::1:2-1" has ports that end before they begin; it must be CIDR[:PORT[-END]]',
        '2:42 error BW068 network.allow_udp[2]: the UDP range "x::1:53" has no range of addresses; it must be CIDR[:PORT[-END]]',
        '2:53 error BW068 network.allow_udp[3]: the UDP range "fd00::1:65536" has a port that is not from 1 to 65535; it must be CIDR[:PORT[-END]]',
      ],
    ],
    [
      '[network]\ndeny_cidrs = ["a.example"]',
      [
        '2:15 error BW050 network.deny_cidrs[0]: the range "a.example" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_private = [""]',
      [
        '2:18 error BW050 network.allow_private[0]: the range "" is malformed; it must be an address, optionally with a prefix length',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["0.0.0.0/0", "::/0"]',
      [
        '2:16 warning BW063 network.allow_cidrs[0]: the range "0.0.0.0/0" is every IPv4 address: it allows egress to all of them',
        '2:29 warning BW063 network.allow_cidrs[1]: the range "::/0" is every IPv6 address: it allows egress to all of them',
      ],
    ],
    [
      '[network]\nallow_cidrs = ["10.0.0.0/8", "1.1.1.1", "fd00::/8", "::1"]\ndeny_cidrs = ["0.0.0.0/0"]',
      [],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
