import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for contradictions', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      '[fork]\npool_size = 2',
      ['2:1 error BW051 fork.pool_size: fork.pool_size needs cuda or auto_graph'],
    ],
    [
      'cuda = true\n[fork]\npool_size = 0',
      ['3:1 error BW051 fork.pool_size: fork.pool_size is 0; it must be at least 1'],
    ],
    [
      'auto_graph = true\n[branch]\nenabled = false\npool_size = 2',
      ['4:1 error BW051 branch.pool_size: branch.pool_size enables what branch.enabled turns off'],
    ],
    [
      '[branch]\ncuda_vram_limit_mib = 4',
      [
        '2:1 error BW051 branch.cuda_vram_limit_mib: branch.cuda_vram_limit_mib needs branch.pool_size',
      ],
    ],
    [
      '[fork]\nenabled = true\n[branch]\nenabled = true',
      [
        '3:2 error BW052 branch: fork and branch are both set; they are one table, and smolvm refuses both',
      ],
    ],
    [
      '[artifact]\ncpus = 1\n[pack]\ncpus = 1',
      [
        '3:2 error BW052 pack: artifact and pack are both set; they are one table, and nothing says which holds',
      ],
    ],
    ['[service]\nport = 1\nlisten = 2', []],
    [
      'volumes = ["./a:/a"]\ninit = ["x"]\n[dev]\nvolumes = ["./b:/b"]\ninit = ["y"]',
      [
        '4:1 error BW052 dev.volumes: volumes and dev.volumes are both set; those of dev replace the others without a word',
        '5:1 error BW052 dev.init: init and dev.init are both set; those of dev replace the others without a word',
      ],
    ],
    ['cuda = true\n[fork]\npool_size = 1\ncuda_vram_limit_mib = 512', []],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
