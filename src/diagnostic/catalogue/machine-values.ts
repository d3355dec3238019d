import type { CodeEntries } from './code-entry.ts'

/** Single values of a machine: entries, numbers, words, ports, volumes, hosts and ranges. */
export const machineValueCodes = {
  BW008: {
    severity: 'error',
    title: 'the value of a variable ends in a blank',
    why: 'smolvm takes blanks and line feeds off the end of an entry, so the workload would see another value than the one that was reviewed.',
    bad: { smolfile: 'env = ["PS1=$ "]\n', dialect: 'smolvm' },
    good: { smolfile: 'env = ["PS1=$"]\n', dialect: 'smolvm' },
    upstream:
      'smolvm 1.32.2 stores the entry without the characters at its ends that Unicode counts as white space.',
  },
  BW040: {
    severity: 'error',
    title: 'an environment entry has no "="',
    why: 'An entry sets a variable as `NAME=value`. A name alone is either dropped or replaced by what the host happens to have, so the machine would differ from host to host, and a secret of the host could leak in unnoticed.',
    bad: { smolfile: 'env = ["LOG_LEVEL"]\n', dialect: 'smolvm' },
    good: { smolfile: 'env = ["LOG_LEVEL=debug"]\n', dialect: 'smolvm' },
    upstream:
      'smolvm 1.32.2 forwards the variable of the host when there is one, and drops the entry otherwise.',
  },
  BW041: {
    severity: 'error',
    title: 'a number is out of range',
    why: 'A machine with no processor, less than 64 MiB of memory or a disk of 0 GiB cannot start, and the time to stop is at most 300 seconds. The limits are those of smolvm.',
    bad: { smolfile: 'cpus = 0\n', dialect: 'smolvm' },
    good: { smolfile: 'cpus = 2\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses the number when the machine is created or started.',
  },
  BW042: {
    severity: 'error',
    title: 'a word is not one that the setting accepts',
    why: 'The setting accepts one of a few words, in exactly this spelling. Any other word fails only when the machine starts, on the host of whoever starts it.',
    bad: { smolfile: 'block_io = "fast"\n', dialect: 'smolvm' },
    good: { smolfile: 'block_io = "async"\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses the word when the machine is created or started.',
  },
  BW043: {
    severity: 'error',
    title: 'a duration is malformed',
    why: 'A duration is a whole number of seconds, minutes or hours: `45s`, `5m`, `2h` or `90`. smolvm ignores every other form and uses its default, so a check that should run every half second runs at another interval.',
    bad: {
      smolfile: '[health]\nexec = ["true"]\ninterval = "500ms"\n',
      dialect: 'smolvm',
    },
    good: { smolfile: '[health]\nexec = ["true"]\ninterval = "1s"\n', dialect: 'smolvm' },
    upstream: 'smolvm silently ignores `500ms`, `1d` and `1m30s`.',
  },
  BW044: {
    severity: 'error',
    title: 'a port is malformed',
    why: 'A port is a number from 1 to 65535, alone or as `host:guest`, optionally with `/tcp` or `/udp`, and ranges on both sides have one length. Anything else cannot be published.',
    bad: {
      smolfile: 'ports = ["70000:80"]\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: 'ports = ["8080:80"]\n',
      dialect: 'smolvm',
    },
    upstream: 'smolvm refuses the port when the machine is created.',
  },
  BW045: {
    severity: 'error',
    title: 'a port of the host is used twice',
    why: 'One port of the host leads to one port of the guest, for TCP and for UDP. The second of two entries cannot be bound.',
    bad: {
      smolfile: 'ports = ["8080:80", "8080:81"]\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: 'ports = ["8080:80", "8081:81"]\n',
      dialect: 'smolvm',
    },
  },
  BW046: {
    severity: 'error',
    title: 'there are too many ports',
    why: 'smolvm publishes at most 64 ports of a machine, and each port of a range counts.',
    bad: {
      smolfile: 'ports = ["9000-9064"]\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: 'ports = ["9000-9063"]\n',
      dialect: 'smolvm',
    },
  },
  BW047: {
    severity: 'error',
    title: 'a volume is malformed',
    why: 'A volume is `host:guest`, optionally followed by `:ro`, `:rw` or `:staged`, or the path of the guest alone for a disk of its own. That path is absolute. smolvm expands neither `~` nor `$HOME`, so such a path would name a folder that is literally called so. It puts no disk inside `/dev`, `/proc`, `/sys` and `/storage`, which it mounts itself.',
    bad: { smolfile: 'volumes = ["~/data:/data"]\n', dialect: 'smolvm' },
    good: { smolfile: 'volumes = ["./data:/data"]\n', dialect: 'smolvm' },
    upstream:
      'smolvm 1.32.2 resolves the path from the folder that it is started in, and requires the folder to exist.',
  },
  BW048: {
    severity: 'error',
    title: 'two volumes are mounted at one path of the guest',
    why: 'The second mount hides the first one, so the workload does not see what is in the first. `/work` and `/work/` are one path.',
    bad: { smolfile: 'volumes = ["./src:/work", "./data:/work/"]\n', dialect: 'smolvm' },
    good: { smolfile: 'volumes = ["./src:/work", "./data:/data"]\n', dialect: 'smolvm' },
    upstream: 'smolvm refuses the second volume when the machine is created.',
  },
  BW049: {
    severity: 'error',
    title: 'a host name is malformed',
    why: 'An entry of `allow_hosts` is a name alone, which covers its subdomains on every port; a pattern is a name, optionally after `*.`. A port, a scheme or an address in it matches nothing, so the policy is not the one that was reviewed.',
    bad: {
      smolfile: '[network]\nallow_hosts = ["pypi.org:443"]\nblock_private = true\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: '[network]\nallow_hosts = ["pypi.org"]\nblock_private = true\n',
      dialect: 'smolvm',
    },
    upstream: 'smolvm only warns about a bad entry of `allow_hosts`, and the machine starts.',
  },
  BW050: {
    severity: 'error',
    title: 'an address range is malformed',
    why: 'A range is an IPv4 or IPv6 address, optionally with a prefix length (CIDR, RFC 4632). What is not a range can neither be allowed nor denied.',
    bad: {
      smolfile: '[network]\ndeny_cidrs = ["192.0.2.0-192.0.2.9"]\nblock_private = true\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: '[network]\ndeny_cidrs = ["192.0.2.0/28"]\nblock_private = true\n',
      dialect: 'smolvm',
    },
    upstream:
      'smolvm 1.32.2 refuses the range when the machine is created, but for `allow_private`, where it takes any text.',
  },
  BW068: {
    severity: 'error',
    title: 'a range of UDP is malformed',
    why: 'An entry of `allow_udp` is an address or a range of addresses, optionally with a port or ports: `CIDR[:PORT[-END]]`. An IPv6 address with a port stands in brackets.',
    bad: {
      smolfile: '[network]\nblock_private = true\nallow_udp = ["ntp.example.com:123"]\n',
      dialect: 'smolvm',
    },
    good: {
      smolfile: '[network]\nblock_private = true\nallow_udp = ["192.0.2.0/24:123"]\n',
      dialect: 'smolvm',
    },
    upstream: 'smolvm 1.32.2 refuses the entry when the machine is created.',
  },
  BW069: {
    severity: 'error',
    title: 'a folder of the system is mounted',
    why: 'smolvm mounts none of the folders that the host itself lives in, `/`, `/etc`, `/usr`, `/run` and others, also not read-only.',
    bad: { smolfile: 'volumes = ["/etc:/host-etc:ro"]\n', dialect: 'smolvm' },
    good: { smolfile: 'volumes = ["/srv/etc-copy:/host-etc:ro"]\n', dialect: 'smolvm' },
    upstream:
      'smolvm 1.32.2 refuses `/`, `/var`, and `/bin`, `/boot`, `/dev`, `/etc`, `/lib`, `/proc`, `/run`, `/sbin`, `/sys`, `/usr` and `/var/log` with all that is below.',
  },
} as const satisfies CodeEntries
