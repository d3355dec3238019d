import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for what is unwise', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'docker_socket = true',
      [
        "1:1 warning BW061 docker_socket: docker_socket offers the guest's Docker daemon to the host: who reaches it is root in the guest",
      ],
    ],
    [
      'net = true\nnet_backend = "virtio-net"\n[auth]\nssh_agent = true',
      [
        '4:1 warning BW064 auth.ssh_agent: auth.ssh_agent forwards the SSH agent while egress is open: the guest can log in to any host as you',
      ],
    ],
    ['[network]\nallow_hosts = ["git.example"]\n[auth]\nssh_agent = true', []],
    [
      '[network]\nblock_private = true\nallow_cidrs = ["::/1", "8000::/1"]\n[auth]\nssh_agent = true',
      [
        '3:1 warning BW063 network.allow_cidrs: the ranges are together every IPv6 address',
        '5:1 warning BW064 auth.ssh_agent: auth.ssh_agent forwards the SSH agent while egress is open: the guest can log in to any host as you',
      ],
    ],
    ['[auth]\nssh_agent = true', []],
    [
      'auto_graph = true\nenv = ["TORCHINDUCTOR_CUDAGRAPHS=0"]\n[dev]\nenv = ["SMOLVM_CUDA_AUTO_GRAPH=", "A=1"]',
      [
        '2:8 warning BW065 env[0]: env[0] has no effect: auto_graph sets the variable to 1',
        '4:8 warning BW065 dev.env[0]: dev.env[0] has no effect: auto_graph sets the variable to 1',
      ],
    ],
    ['auto_graph = true\nenv = ["TORCHINDUCTOR_CUDAGRAPHS=1"]', []],
    ['env = ["TORCHINDUCTOR_CUDAGRAPHS=0"]', []],
    ['gpu_vram = 512', ['1:1 warning BW065 gpu_vram: gpu_vram has no effect: gpu is not true']],
    [
      '[health]\ninterval = "10s"',
      ['1:2 warning BW065 health: health has no effect: there is no health.exec to run'],
    ],
    [
      'cmd = ["sleep infinity"]\n[health]\nexec = ["curl -f http://x"]',
      [
        '3:1 warning BW086 health.exec: health.exec has the program "curl -f http://x", with a blank: no shell splits it',
        '1:1 warning BW086 cmd: cmd has the program "sleep infinity", with a blank: no shell splits it',
      ],
    ],
    [
      '[artifact]\nentrypoint = ["python -m", "web"]',
      [
        '2:1 warning BW086 artifact.entrypoint: artifact.entrypoint has the program "python -m", with a blank: no shell splits it',
      ],
    ],
    [
      '[artifact]\ncmd = ["python -m web"]',
      [
        '2:1 warning BW086 artifact.cmd: artifact.cmd has the program "python -m web", with a blank: no shell splits it',
      ],
    ],
    ['entrypoint = ["sh", "-c"]\n[pack]\ncmd = ["python -m web"]', []],
    ['entrypoint = ["sh", "-c"]\ncmd = ["sleep infinity"]', []],
    ['cmd = ["sh", "-c", "sleep infinity"]', []],
    ['cmd = []', ['1:1 warning BW065 cmd: cmd has no effect: an empty list is the same as none']],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
