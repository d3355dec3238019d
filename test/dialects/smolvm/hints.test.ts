import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../../src/dialects/vet.ts'

const credential =
  '[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]'
const safe = '[network]\nallow_hosts = ["a.example"]\nblock_private = true'

/** By code: a Smolfile that is warned of, what the hint says, and the Smolfile of who follows it. */
const followed: readonly (readonly [code: string, toml: string, says: string, after: string])[] = [
  ['BW060', 'net = true', 'and block_private = true', `net_backend = "virtio-net"\n${safe}`],
  [
    'BW060',
    `net = true\nnet_backend = "tsi"\n${credential}`,
    'net_backend = "virtio-net" with [network] allow_hosts',
    `net_backend = "virtio-net"\n${safe}\n${credential}`,
  ],
  ['BW057', 'net_backend = "virtio-net"', 'leave it out', ''],
  [
    'BW057',
    'net_backend = "virtio-net"',
    'allow_hosts and block_private = true',
    `net_backend = "virtio-net"\n${safe}`,
  ],
  ['BW061', 'docker_socket = true', 'leave it out', ''],
  ['BW062', 'volumes = ["/home/ada:/a"]', 'the one folder', 'volumes = ["/home/ada/web:/a"]'],
  ['BW062', '[dev]\nvolumes = ["..:/a"]', 'the one folder', '[dev]\nvolumes = ["./src:/a"]'],
  ['BW063', '[network]\nallow_cidrs = ["0.0.0.0/0"]\nblock_private = true', 'allow_hosts', safe],
  ['BW063', '[network]\nallow_cidrs = ["::/1", "8000::/1"]', 'block_private = true', safe],
  [
    'BW064',
    '[network]\nblock_private = true\n[auth]\nssh_agent = true',
    'allow_hosts, with block_private = true',
    `${safe}\n[auth]\nssh_agent = true`,
  ],
  [
    'BW065',
    `[network]\nallow_hosts = ["a.example"]\nallow_cidrs = ["10.1.0.0/16"]\nblock_private = true`,
    'name the range in allow_private too',
    `[network]\nallow_hosts = ["a.example"]\nallow_cidrs = ["10.1.0.0/16"]\nblock_private = true\nallow_private = ["10.1.0.0/16"]`,
  ],
  ['BW080', `net = false\n${safe}`, 'leave out [network]', 'net = false'],
  ['BW080', `net = false\n${safe}`, 'leave out net = false', safe],
  [
    'BW081',
    'net = true\nnet_backend = "virtio-net"',
    'set block_private = true',
    'net = true\nnet_backend = "virtio-net"\n[network]\nblock_private = true',
  ],
  [
    'BW081',
    'net = true\nports = ["80"]',
    'set block_private = true',
    'net = true\nports = ["80"]\n[network]\nblock_private = true',
  ],
  [
    'BW081',
    credential,
    'set block_private = true',
    `[network]\nblock_private = true\n${credential}`,
  ],
  [
    'BW081',
    '[network]\nallow_udp = ["192.0.2.7:123"]',
    'set block_private = true',
    '[network]\nallow_udp = ["192.0.2.7:123"]\nblock_private = true',
  ],
  [
    'BW081',
    '[network]\ndeny_cidrs = ["192.0.2.0/24"]',
    'set block_private = true',
    '[network]\ndeny_cidrs = ["192.0.2.0/24"]\nblock_private = true',
  ],
  ['BW082', '[network]\nallow_hosts = ["a.example"]', 'set block_private = true', safe],
  [
    'BW082',
    '[network]\nallow_host_patterns = ["*.a.example"]',
    'private ranges that are needed in allow_private',
    '[network]\nallow_host_patterns = ["*.a.example"]\nblock_private = true\nallow_private = ["10.1.0.0/16"]',
  ],
  [
    'BW083',
    `${safe}\nallow_private = ["100.64.0.0/10"]`,
    'a narrower range',
    `${safe}\nallow_private = ["100.100.0.0/16"]`,
  ],
  ['BW083', `${safe}\nallow_cidrs = ["127.0.0.1"]`, 'leave it out', safe],
  [
    'BW084',
    '[network]\nallow_cidrs = ["192.0.2.0/24"]',
    'a host in allow_hosts too, with block_private = true: then',
    `${safe}\nallow_cidrs = ["192.0.2.0/24"]`,
  ],
  [
    'BW084',
    '[network]\nallow_cidrs = ["10.1.0.0/16"]',
    'with block_private = true, and the private ranges in allow_private: then',
    `${safe}\nallow_cidrs = ["10.1.0.0/16"]\nallow_private = ["10.1.0.0/16"]`,
  ],
  ['BW084', '[network]\ndeny_cidrs = ["0.0.0.0/0", "::/0"]', 'leave out the network', ''],
  ['BW085', '[network]\nblock_private = true\nallow_hosts = ["example", "com"]', 'the host', safe],
  ['BW086', 'cmd = ["sleep infinity"]', 'give each argument', 'cmd = ["sleep", "infinity"]'],
  [
    'BW086',
    '[health]\nexec = ["curl -f http://x"]',
    'run a shell: "sh", "-c"',
    '[health]\nexec = ["sh", "-c", "curl -f http://x"]',
  ],
]

describe('a hint', () => {
  it.each(followed)('of %s leads from %j, by %j, to what is good', (code, toml, says, after) => {
    const { diagnostics } = vetSmolfile('Smolfile', toml, 'smolvm')
    const hints = diagnostics.flatMap((each) => (each.code === code ? [each.hint] : []))
    expect(hints).toEqual([expect.stringContaining(says)])
    expect(vetSmolfile('Smolfile', after, 'smolvm').diagnostics).toEqual([])
  })
})
