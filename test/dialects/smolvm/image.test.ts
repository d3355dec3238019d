import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for images, folders and users', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    ['image = ""', ['1:1 error BW054 image: the image "" is empty']],
    [
      'image = "file:///srv/a.tar"',
      [
        '1:1 error BW054 image: the image "file:///srv/a.tar" is a URL of a file, which smolvm refuses',
      ],
    ],
    [
      'image = "alpine latest"\nnet = true\nnet_backend = "virtio-net"',
      ['1:1 error BW054 image: the image "alpine latest" has a space or a control character'],
    ],
    ['image = "alpine:3.22"', []],
    ['image = "alpine:3.22"\nnet = false', []],
    [
      'image = "docker://alpine"',
      ['1:1 error BW054 image: the image "docker://alpine" is a URL, which no registry has'],
    ],
    [
      'image = "images/a.tar.xz"',
      [
        '1:1 error BW054 image: the image "images/a.tar.xz" looks like an archive, which smolvm would ask a registry for',
      ],
    ],
    [
      'image = "a.TAR"',
      [
        '1:1 error BW054 image: the image "a.TAR" looks like an archive, which smolvm would ask a registry for',
      ],
    ],
    ['image = "./images/a.tar.xz"', []],
    ['image = "-"', []],
    ['image = "./rootfs"', []],
    ['image = "C:/a rootfs"', []],
    ['image = "images/a.tar.gz"', []],
    [
      'workdir = "app"',
      ['1:1 error BW054 workdir: workdir is "app"; a folder of the guest must be absolute'],
    ],
    [
      '[dev]\nworkdir = "~/app"',
      [
        '2:1 error BW054 dev.workdir: dev.workdir is "~/app"; a folder of the guest must be absolute',
      ],
    ],
    ['user = "a b"', ['1:1 error BW054 user: user is "a b"; it must be a name or uid[:gid]']],
    ['user = "1000:1000"', []],
    [
      '[dev]\nuser = ""',
      ['2:1 error BW054 dev.user: dev.user is ""; it must be a name or uid[:gid]'],
    ],
  ])('give for %j what is wrong, at its place', (toml, problems) => {
    expect(problemsIn(toml)).toEqual(problems)
  })
})
