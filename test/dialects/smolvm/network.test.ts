import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for the network', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'net = true',
      [
        "1:1 warning BW060 net: this is smolvm's default without ports and a policy: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced",
      ],
    ],
    [
      'net = true\nnet_backend = "tsi"',
      [
        "2:1 warning BW060 net_backend: this is TSI: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced",
      ],
    ],
    [
      'net = true\nnet_backend = "tsi"\nports = ["80"]',
      [
        "2:1 warning BW060 net_backend: this is TSI: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced",
        '3:1 error BW056 ports: ports cannot be had with TSI: it publishes no ports',
      ],
    ],
    [
      'net = true\nnet_backend = "tsi"\n[network]\nallow_hosts = ["a.example"]',
      [
        "2:1 warning BW060 net_backend: this is TSI: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced",
        '3:2 error BW056 network: network cannot be had with TSI: it enforces no egress policy',
      ],
    ],
    ['net = true\nports = ["80"]', []],
    [
      'net_backend = "virtio-net"',
      [
        '1:1 error BW057 net_backend: net_backend is set, and there is neither a network nor a published port',
      ],
    ],
    [
      'net = false\nnet_backend = "virtio-net"\n[network]\nallow_hosts = []',
      [
        '2:1 error BW057 net_backend: net_backend is set, and there is neither a network nor a published port',
      ],
    ],
    [
      'net_backend = "tsi"',
      ['1:1 warning BW065 net_backend: net_backend has no effect: there is no network'],
    ],
    [
      'net_backend = "tsi"\nports = ["80"]',
      [
        '2:1 error BW056 ports: ports cannot be had with TSI: it publishes no ports',
        '1:1 warning BW065 net_backend: net_backend has no effect: there is no network',
      ],
    ],
    [
      'net = false\n[network]\nblock_private = true',
      ['1:1 warning BW080 net: net is false, and [network] turns the network on all the same'],
    ],
    ['net = false\n[network]\nblock_private = false\nallow_hosts = []', []],
    [
      'net = true\nnet_backend = "tsi"\n[[network.credentials]]\nname = "n"\nenvironment_variable = "N"\nallowed_hosts = ["a.example"]',
      [
        "2:1 warning BW060 net_backend: this is TSI: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced",
      ],
    ],
    ['ports = ["80"]', []],
    ['net = false\nnet_backend = "virtio-net"\nports = ["80"]', []],
    ['[dev]\nports = ["80"]', []],
    ['[network]\nallow_hosts = ["a.example"]', []],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
