import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for ports', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'net = true\nports = ["0"]',
      ['2:10 error BW044 ports[0]: the port "0" is out of range; a port is 1 to 65535'],
    ],
    [
      'net = true\nports = ["65536:80"]',
      ['2:10 error BW044 ports[0]: the port "65536:80" is out of range; a port is 1 to 65535'],
    ],
    ['net = true\nports = ["web"]', ['2:10 error BW044 ports[0]: the port "web" is malformed']],
    [
      'net = true\nports = ["80:81:82"]',
      ['2:10 error BW044 ports[0]: the port "80:81:82" is malformed'],
    ],
    [
      'ports = ["80/sctp", "80/UDP", "80/", "80/udp:80", "80/udp/tcp"]',
      [
        '1:10 error BW044 ports[0]: the port "80/sctp" has the protocol "sctp"; it must be "tcp" or "udp"',
        '1:21 error BW044 ports[1]: the port "80/UDP" has the protocol "UDP"; it must be "tcp" or "udp"',
        '1:31 error BW044 ports[2]: the port "80/" has the protocol ""; it must be "tcp" or "udp"',
        '1:38 error BW044 ports[3]: the port "80/udp:80" has the protocol "udp:80"; it must be "tcp" or "udp"',
        '1:51 error BW044 ports[4]: the port "80/udp/tcp" is malformed',
      ],
    ],
    [
      'ports = ["53/udp", "53:53/tcp", "53:54/udp"]',
      ["1:33 error BW045 ports[2]: the host's port 53 is used by ports[0] and by ports[2]"],
    ],
    [
      'ports = ["8000-8063", "1/udp"]',
      ['1:1 error BW046 ports: ports are 65 ports in all; smolvm publishes at most 64'],
    ],
    ['ports = ["8000-8010", "+80", "0081:90-90", "9000-9001/udp"]', []],
    [
      'net = true\nports = ["8000-8002:80-81"]',
      ['2:10 error BW044 ports[0]: the port "8000-8002:80-81" has ranges of different lengths'],
    ],
    [
      'net = true\nports = ["8002-8000:82-80"]',
      [
        '2:10 error BW044 ports[0]: the port "8002-8000:82-80" is a range that ends before it begins',
      ],
    ],
    [
      'net = true\nports = ["8080:80", "8080:81"]',
      ["2:21 error BW045 ports[1]: the host's port 8080 is used by ports[0] and by ports[1]"],
    ],
    [
      'net = true\nports = ["8000-8010:8000-8010", "8005:80"]',
      ["2:33 error BW045 ports[1]: the host's port 8005 is used by ports[0] and by ports[1]"],
    ],
    [
      'net = true\nports = ["1000-1063:1000-1063", "80"]',
      ['2:1 error BW046 ports: ports are 65 ports in all; smolvm publishes at most 64'],
    ],
    [
      'net = true\n[dev]\nports = ["1-x"]',
      ['3:10 error BW044 dev.ports[0]: the port "1-x" is malformed'],
    ],
    ['net = true\nports = ["80", "443:8443", "9000-9001:1-2"]', []],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
