import { describe, expect, it } from 'vitest'
import { allProblemsIn } from '../../support/problems.ts'

/** The codes and places of what a Smolfile opens. */
function openedIn(toml: string): readonly string[] {
  return allProblemsIn(toml).map((problem) => problem.split(' ').slice(2, 4).join(' '))
}

/** What is private or the host's own, all of it. */
const local =
  '["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"]'

describe('what a network opens beside what it names', () => {
  it.each<[network: string, problems: readonly string[]]>([
    ['block_private = true', []],
    ['allow_hosts = ["a.example"]\nblock_private = true', []],
    ['allow_hosts = ["a.example"]\nallow_private = ["10.20.0.0/16"]', []],
    ['allow_cidrs = ["192.0.2.0/24"]\nallow_hosts = ["a.example"]\nblock_private = true', []],
    ['deny_cidrs = ["10.0.0.0/8"]', ['BW081 network:']],
    ['deny_cidrs = ["0.0.0.0/0"]', ['BW081 network:']],
    ['deny_cidrs = ["0.0.0.0/0", "::/0"]', ['BW084 network.deny_cidrs:']],
    ['deny_cidrs = ["0.0.0.0/0", "::/0"]\nallow_hosts = ["a.example"]', []],
    [`allow_hosts = ["a.example"]\ndeny_cidrs = ${local}`, []],
    [
      'allow_hosts = ["a.example"]\ndeny_cidrs = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]',
      ['BW082 network.allow_hosts:'],
    ],
    [
      `allow_hosts = ["a.example"]\ndeny_cidrs = ${local.replace('"10.0.0.0/8", ', '')}`,
      ['BW082 network.allow_hosts:'],
    ],
    [
      'allow_hosts = ["a.example"]\nblock_private = true\nallow_cidrs = ["127.0.0.1"]\ndeny_cidrs = ["127.0.0.0/8"]',
      [],
    ],
    ['allow_cidrs = ["100.64.0.0/10"]\ndeny_cidrs = ["127.0.0.1"]', ['BW084 network.allow_cidrs:']],
    [
      'allow_cidrs = ["100.64.0.0/10"]\ndeny_cidrs = ["::1"]',
      ['BW083 network.allow_cidrs[0]:', 'BW084 network.allow_cidrs:'],
    ],
    ['allow_udp = ["192.0.2.7:123"]', ['BW081 network:']],
    ['allow_udp = ["192.0.2.7:123"]\nblock_private = true', []],
    ['allow_hosts = ["a.example"]', ['BW082 network.allow_hosts:']],
    ['allow_hosts = ["a.example"]\nblock_private = false', ['BW082 network.allow_hosts:']],
    ['allow_host_patterns = ["*.a.example"]', ['BW082 network.allow_host_patterns:']],
    ['allow_cidrs = ["192.0.2.0/24"]', ['BW084 network.allow_cidrs:']],
    ['allow_cidrs = ["0.0.0.0/0"]\nblock_private = true', ['BW063 network.allow_cidrs[0]:']],
    [
      'allow_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]\nblock_private = true',
      [
        'BW083 network.allow_cidrs[0]:',
        'BW083 network.allow_cidrs[1]:',
        'BW063 network.allow_cidrs:',
      ],
    ],
    [
      'allow_hosts = ["a.example"]\nallow_cidrs = ["10.0.0.0/8"]\nblock_private = true',
      ['BW065 network.allow_cidrs[0]:'],
    ],
    // No block closes the loopback's own address where a list has it.
    [
      'allow_hosts = ["a.example"]\nallow_cidrs = ["127.0.0.1"]\nblock_private = true',
      ['BW083 network.allow_cidrs[0]:'],
    ],
    [
      'allow_hosts = ["a.example"]\nallow_cidrs = ["10.1.0.0/16"]\nallow_private = ["10.0.0.0/8"]',
      [],
    ],
  ])('of %j is %j', (network, problems) => {
    expect(openedIn(`[network]\n${network}`)).toEqual(problems)
  })

  it.each<[list: string, range: string, blocked: boolean, opens: boolean]>([
    ['allow_cidrs', '100.64.0.0/10', false, true],
    ['allow_cidrs', '100.96.0.1', false, true],
    ['allow_cidrs', '100.100.0.0/16', false, false],
    ['allow_cidrs', '100.96.0.1', true, false],
    ['allow_cidrs', 'fd53:4d00::/64', false, true],
    ['allow_cidrs', 'fc00::/7', false, true],
    ['allow_cidrs', '127.0.0.1', true, true],
    ['allow_cidrs', '::1', true, true],
    ['allow_cidrs', '::ffff:127.0.0.0/104', true, true],
    ['allow_cidrs', '0.0.0.0', true, true],
    ['allow_cidrs', '169.254.169.254', false, true],
    ['allow_cidrs', 'fe80::/64', false, true],
    ['allow_cidrs', '128.0.0.0/1', false, true],
    ['allow_cidrs', '10.0.0.0/8', false, false],
    ['allow_private', '100.64.0.0/10', true, true],
    ['allow_private', '0.0.0.0/0', true, true],
    ['allow_private', '10.0.0.0/8', true, false],
    ['allow_private', '169.254.0.0/16', true, true],
    ['allow_private', 'fe80::/64', true, true],
    ['allow_private', '127.0.0.0/8', true, true],
    ['allow_udp', '127.0.0.1:53', false, true],
    ['allow_udp', '0.0.0.0/0', false, true],
    ['allow_udp', '[::]:53', false, true],
    ['allow_udp', '127.0.0.1:53', true, false],
    ['allow_udp', '100.96.0.1', false, false],
  ])('%s with %s, private blocked: %s, opens the host: %s', (list, range, blocked, opens) => {
    const policy = `allow_hosts = ["a.example"]\nblock_private = ${blocked}\n${list} = ["${range}"]`
    const found = openedIn(`[network]\n${policy}`)
    expect(found.includes(`BW083 network.${list}[0]:`)).toBe(opens)
  })

  it.each(['net = true\nports = ["80"]', 'net = true\nnet_backend = "virtio-net"'])(
    'is everything for %j',
    (toml) => expect(openedIn(toml)).toEqual(['BW081 net:']),
  )

  it.each(['', 'ports = ["80"]', 'net = false'])('is nothing for %j', (toml) => {
    expect(openedIn(toml)).toEqual([])
  })

  it.each(['com', 'CO.UK', 'github.io', 'xn--p1ai'])('is everybody under %s', (suffix) => {
    const policy = `block_private = true\nallow_hosts = ["${suffix}"]\nallow_host_patterns = ["*.${suffix}", "${suffix}"]`
    expect(openedIn(`[network]\n${policy}`)).toEqual([
      'BW085 network.allow_hosts[0]:',
      'BW085 network.allow_host_patterns[0]:',
    ])
  })

  it('is everybody under a suffix that a credential is sent to', () => {
    const credential =
      'name = "a"\nenvironment_variable = "A"\nallowed_hosts = ["*.github.io", "*.acme.github.io"]'
    const toml = `[network]\nblock_private = true\n[[network.credentials]]\n${credential}`
    expect(openedIn(toml)).toEqual(['BW085 network.credentials[0].allowed_hosts[0]:'])
  })

  it.each<[toml: string, message: string]>([
    [
      'net = true\nnet_backend = "virtio-net"',
      "every host is open, and the host's own loopback at 100.96.0.1",
    ],
    [
      '[network]\ndeny_cidrs = ["10.0.0.0/8"]',
      "what deny_cidrs leaves is open, and the host's own loopback at 100.96.0.1",
    ],
    ['[network]\ndeny_cidrs = ["127.0.0.0/8", "::1"]', 'what deny_cidrs leaves is open'],
  ])('says of %j what is open', (toml, message) => {
    const [problem] = allProblemsIn(toml)
    expect(problem?.split(': ').at(-1)).toBe(message)
  })

  it.each(['a.com', 'localhost', 'corp', 'acme.github.io', 'db.internal.example'])(
    'is somebody under %s',
    (name) => {
      expect(openedIn(`[network]\nblock_private = true\nallow_hosts = ["${name}"]`)).toEqual([])
    },
  )
})
