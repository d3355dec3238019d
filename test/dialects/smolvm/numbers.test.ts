import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for numbers', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    ['cpus = 0', ['1:1 error BW041 cpus: cpus is 0; it must be at least 1']],
    ['cpus = 17', ['1:1 warning BW066 cpus: cpus is 17; smolvm advises at most 16']],
    ['cpus = 16\nmemory = 64', []],
    ['memory = 63', ['1:1 error BW041 memory: memory is 63; it must be at least 64 MiB']],
    ['storage = 0', ['1:1 error BW041 storage: storage is 0; it must be at least 1 GiB']],
    ['overlay = 0', ['1:1 error BW041 overlay: overlay is 0; it must be at least 1 GiB']],
    [
      'gpu = true\ngpu_vram = 0',
      ['2:1 error BW041 gpu_vram: gpu_vram is 0; it must be at least 1 MiB'],
    ],
    [
      'stop_timeout = 301',
      ['1:1 error BW041 stop_timeout: stop_timeout is 301 seconds; it must be at most 300'],
    ],
    [
      '[artifact]\ncpus = 0\nmemory = 1',
      [
        '2:1 error BW041 artifact.cpus: artifact.cpus is 0; it must be at least 1',
        '3:1 error BW041 artifact.memory: artifact.memory is 1; it must be at least 64 MiB',
      ],
    ],
    [
      '[pack]\ncpus = 32',
      ['2:1 warning BW066 pack.cpus: pack.cpus is 32; smolvm advises at most 16'],
    ],
    ['[service]\nport = 0\nlisten = 65535', []],
    [
      'cuda = true\n[fork]\npool_size = 1\ncuda_vram_limit_mib = 0',
      [
        '4:1 error BW041 fork.cuda_vram_limit_mib: fork.cuda_vram_limit_mib is 0; it must be at least 1 MiB',
      ],
    ],
    ['cpus = 256', ['1:1 error BW007 cpus: cpus is 256; it must be at most 255']],
    ['cpus = 1.5', ['1:1 error BW007 cpus: cpus is a float, which no setting takes']],
    [
      'storage = 9007199254740993',
      ['1:1 error BW007 storage: storage is 9007199254740992; it must be at most 9007199254740991'],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
