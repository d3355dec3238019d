import { describe, expect, it } from 'vitest'
import { problemsIn } from '../../support/problems.ts'

describe('the rules for volumes', () => {
  it.each<[toml: string, problems: readonly string[]]>([
    [
      'volumes = ["data"]',
      [
        '1:12 error BW047 volumes[0]: the volume "data" is malformed; it must be host:guest[:ro|rw|staged], or a path',
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
        '1:12 error BW069 volumes[0]: the host\'s "/" is a folder of the system, which smolvm refuses to mount',
      ],
    ],
    [
      'volumes = ["/home/me/:/me"]',
      [
        '1:12 warning BW062 volumes[0]: the host\'s "/home/me/" is mounted: it is a home folder, with the keys and the settings of who owns it, and the guest can read and change it',
      ],
    ],
    [
      '[dev]\nvolumes = ["/root:/root:rw"]',
      [
        '2:12 warning BW062 dev.volumes[0]: the host\'s "/root" is mounted: it is a home folder, with the keys and the settings of who owns it, and the guest can read and change it',
      ],
    ],
    ['volumes = ["/home/me/project:/work", "/cache", "/var/lib/x:/x"]', []],
    [
      'volumes = ["/", "/a/../b", "/cache:ro", "/cache", "/cache/"]',
      [
        '1:12 error BW047 volumes[0]: the volume "/" is a disk at "/", where the image is',
        '1:17 error BW047 volumes[1]: the volume "/a/../b" has the path "/a/../b" of the guest, which has "." or ".."',
        '1:28 error BW047 volumes[2]: the volume "/cache:ro" has the path "ro" of the guest, which is not absolute',
        '1:51 error BW048 volumes[4]: "/cache/" is the mount point of both volumes[3] and volumes[4]',
      ],
    ],
    [
      'image = "a"\nnet = true\nvolumes = ["s3://b:/x:staged", "s3://:/y", "s3://b:/z:ro"]',
      [
        '3:12 error BW047 volumes[0]: the volume "s3://b:/x:staged" has the mode "staged", which a bucket has not',
        '3:32 error BW047 volumes[1]: the volume "s3://:/y" has no name of a bucket',
        "2:1 warning BW060 net: this is smolvm's default without ports and a policy: the guest's sockets are executed on the host, whose own services it may reach, and no egress policy is enforced",
      ],
    ],
    [
      'image = "a"\nports = ["80"]\nvolumes = ["s3://b:/x", "s3://b:80/p:/y:ro", "s3://c:/z:/z"]',
      [],
    ],
    [
      'image = "a"\nports = ["80"]\nvolumes = ["s3://b:/x y", "s3://it\'s:/y", "s3://b:/z:RO", "s3://b:80"]',
      [
        '3:12 error BW047 volumes[0]: the volume "s3://b:/x y" has a space in the path of the guest, as a bucket must not',
        '3:27 error BW047 volumes[1]: the volume "s3://it\'s:/y" has a single quote, as a bucket must not',
        '3:43 error BW047 volumes[2]: the volume "s3://b:/z:RO" has the mode "RO"; it must be "ro", "rw" or "staged"',
        '3:59 error BW047 volumes[3]: the volume "s3://b:80" has the path "80" of the guest, which is not absolute',
      ],
    ],
    [
      'volumes = ["/dev", "//proc/x", "/sys/", "/storage/x", "/devices", "./a:/dev"]',
      [
        '1:12 error BW047 volumes[0]: the volume "/dev" is a disk inside "/dev", which smolvm manages',
        '1:20 error BW047 volumes[1]: the volume "//proc/x" is a disk inside "/proc", which smolvm manages',
        '1:32 error BW047 volumes[2]: the volume "/sys/" is a disk inside "/sys", which smolvm manages',
        '1:41 error BW047 volumes[3]: the volume "/storage/x" is a disk inside "/storage", which smolvm manages',
      ],
    ],
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
