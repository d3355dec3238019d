import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for words', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'net = true\nnet_backend = "virtio"',
      ['2:1 error BW042 net_backend: net_backend is "virtio"; it must be "virtio-net" or "tsi"'],
    ],
    [
      'net = true\nnet_backend = "TSI"',
      ['2:1 error BW042 net_backend: net_backend is "TSI"; it must be "virtio-net" or "tsi"'],
    ],
    [
      'block_io = "asyncc"',
      ['1:1 error BW042 block_io: block_io is "asyncc"; it must be "sync" or "async"'],
    ],
    [
      'disk_durability = "none"',
      [
        '1:1 error BW042 disk_durability: disk_durability is "none"; it must be "full" or "deferred"',
      ],
    ],
    [
      '[restart]\npolicy = "on-fail"',
      [
        '2:1 error BW042 restart.policy: restart.policy is "on-fail"; it must be "never" or "always" or "on-failure" or "unless-stopped"',
      ],
    ],
    ['[service]\nprotocol = "udp"', []],
    [
      'stop_signal = "SIGFOO"',
      [
        '1:1 error BW042 stop_signal: stop_signal is "SIGFOO"; it must be a signal, by name or from 1 to 64',
      ],
    ],
    [
      'stop_signal = "0"',
      [
        '1:1 error BW042 stop_signal: stop_signal is "0"; it must be a signal, by name or from 1 to 64',
      ],
    ],
    [
      'stop_signal = "RTMIN+31"',
      [
        '1:1 error BW042 stop_signal: stop_signal is "RTMIN+31"; it must be a signal, by name or from 1 to 64',
      ],
    ],
    [
      'stop_signal = "\\ufeffTERM"',
      [
        '1:1 warning BW036 stop_signal: the text has U+FEFF, which cannot be seen: "\\ufeffTERM"',
        '1:1 error BW042 stop_signal: stop_signal is "\\ufeffTERM"; it must be a signal, by name or from 1 to 64',
      ],
    ],
    ['stop_signal = "sigrtmin+3"', []],
    ['stop_signal = "RTMIN++30"', []],
    [
      'stop_signal = "RTMIN+-1"',
      [
        '1:1 error BW042 stop_signal: stop_signal is "RTMIN+-1"; it must be a signal, by name or from 1 to 64',
      ],
    ],
    ['stop_signal = " +9\\t"', []],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
