import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for volumes', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'volumes = ["data"]',
      [
        '1:12 error BW047 volumes[0]: the volume "data" is malformed; it must be host:guest[:ro|rw|staged]',
      ],
    ],
    [
      'volumes = [":/data"]',
      ['1:12 error BW047 volumes[0]: the volume ":/data" has no path of the host'],
    ],
    [
      'volumes = ["~/data:/data"]',
      [
        '1:12 error BW047 volumes[0]: the volume "~/data:/data" has "~" or "$", which smolvm does not expand',
      ],
    ],
    [
      'volumes = ["$HOME/data:/data"]',
      [
        '1:12 error BW047 volumes[0]: the volume "$HOME/data:/data" has "~" or "$", which smolvm does not expand',
      ],
    ],
    [
      'volumes = ["./data:data"]',
      [
        '1:12 error BW047 volumes[0]: the volume "./data:data" has the path "data" of the guest, which is not absolute',
      ],
    ],
    [
      'volumes = ["./data:/a/../b"]',
      [
        '1:12 error BW047 volumes[0]: the volume "./data:/a/../b" has the path "/a/../b" of the guest, which has "." or ".."',
      ],
    ],
    [
      'volumes = ["./data:/data:rx"]',
      [
        '1:12 error BW047 volumes[0]: the volume "./data:/data:rx" has the mode "rx"; it must be "ro", "rw" or "staged"',
      ],
    ],
    [
      'volumes = ["./a:/data", "./b:/data/"]',
      [
        '1:25 error BW048 volumes[1]: "/data/" is the mount point of both volumes[0] and volumes[1]',
      ],
    ],
    [
      'volumes = ["/:/host"]',
      [
        '1:12 warning BW062 volumes[0]: the host\'s "/" is mounted writable: the guest could change everything in it',
      ],
    ],
    [
      'volumes = ["/home/me/:/me"]',
      [
        '1:12 warning BW062 volumes[0]: the host\'s "/home/me/" is mounted writable: the guest could change everything in it',
      ],
    ],
    [
      '[dev]\nvolumes = ["/root:/root:rw"]',
      [
        '2:12 warning BW062 dev.volumes[0]: the host\'s "/root" is mounted writable: the guest could change everything in it',
      ],
    ],
    ['volumes = ["/home/me:/me:ro", "/home/me/project:/work"]', []],
    [
      'volumes = ["s3://bucket/prefix:/data"]',
      ['1:12 error BW047 volumes[0]: the volume of "s3://bucket/prefix" needs an image'],
    ],
    [
      'image = "/srv/image"\nvolumes = ["s3://bucket:/data"]',
      [
        '2:12 error BW057 volumes[0]: the volume of "s3://bucket" needs a network, and there is none',
      ],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
