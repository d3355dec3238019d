import { isDeepStrictEqual } from 'node:util'
import type { Difference } from './difference.ts'

const durationTable: Readonly<Record<string, string>> = {
  health_interval_secs: '[health]\ninterval',
  health_timeout_secs: '[health]\ntimeout',
  health_startup_grace_secs: '[health]\nstartup_grace',
  restart: '[restart]\nmax_backoff',
}

/** Where bottleworks is wrong today, and is to change: an entry goes with the rule that it names. */
export const wrongToday: readonly Difference[] = [
  {
    kind: 'looser',
    what: 'an entry of allow_udp that is no range with ports',
    why: 'the rule takes any text',
    example: '[network]\nallow_udp = ["*"]',
    covers: { refusal: /smolfile \[network\] allow_udp: / },
  },
  {
    kind: 'looser',
    what: 'a prefix length of more digits than it needs',
    why: 'the rule takes three digits everywhere',
    example: '[network]\nallow_cidrs = ["10.0.0.0/008"]',
    covers: { refusal: /(?:allow|deny)_cidrs: invalid CIDR '[^']*\/0\d\d'/ },
  },
  {
    kind: 'looser',
    what: 'a folder of the host that the engine protects',
    why: 'no rule knows them',
    example: 'volumes = ["/etc:/a:ro"]',
    covers: { refusal: /is a protected system path and cannot be mounted/ },
  },
  {
    kind: 'looser',
    what: 'a bucket that is staged',
    why: 'the rule takes the mode of a folder',
    example: 'image = "alpine:3.22"\nnet = true\nvolumes = ["s3://b:/d:staged"]',
    covers: { refusal: /remote volume guest path must be absolute: 's3:.*:staged'/ },
  },
  {
    kind: 'looser',
    what: 'a signal in letters beyond ASCII',
    why: 'capitals are made of them, and white space is what JavaScript takes for it',
    example: 'stop_signal = "kıll"',
    covers: { refusal: /unknown stop signal '[^']*[^\x00-\x7f]/ },
  },
  {
    kind: 'looser',
    what: 'no memory of a device for copies',
    why: 'the rule has no least value',
    example: 'cuda = true\n[fork]\npool_size = 1\ncuda_vram_limit_mib = 0',
    covers: { refusal: /cuda_vram_limit_mib: must be greater than zero/ },
  },
  {
    kind: 'looser',
    what: 'a credential without a variable',
    why: 'the rule takes set_header in its place',
    example:
      '[[network.credentials]]\nname = "a"\nset_header = "x-key"\nallowed_hosts = ["a.example"]',
    covers: { refusal: /names no environment_variable to read its value from/ },
  },
  {
    kind: 'looser',
    what: 'a host of a credential that the patterns do not cover',
    why: 'the rule asks allow_hosts alone',
    example:
      '[network]\nallow_host_patterns = ["b.example"]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
    covers: { refusal: /is not reachable under the machine's network allow_hosts/ },
  },
  {
    kind: 'stricter',
    what: 'a host of a credential that is covered by a pattern, or in other letters (BW058)',
    why: 'the rule asks allow_hosts alone, and minds the case',
    example:
      '[network]\nallow_hosts = ["A.example"]\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
    covers: { code: 'BW058', message: /which allow_hosts does not cover/ },
  },
  {
    kind: 'stricter',
    what: 'a variable of the host that is forwarded (BW040)',
    why: 'the rule says that the engine drops it',
    example: 'env = ["NAME"]',
    covers: { code: 'BW040', message: /smolvm silently drops it/ },
  },
  {
    kind: 'read otherwise',
    what: 'white space at the ends of a variable, which the engine trims',
    why: 'no rule says so',
    example: 'env = ["PS1=$ "]',
    covers: { field: 'env', when: ({ stored, expected }) => areTrimmed(stored, expected) },
  },
  {
    kind: 'stricter',
    what: 'ports of UDP, and with a protocol (BW044)',
    why: 'the rule does not know protocols',
    example: 'net = true\nports = ["80/udp"]',
    covers: { code: 'BW044', message: /^the port "[\d:-]+\/(?:udp|tcp)" is malformed/ },
  },
  {
    kind: 'stricter',
    what: 'a range of ports alone (BW044)',
    why: 'the rule wants both sides',
    example: 'net = true\nports = ["8000-8010"]',
    covers: { code: 'BW044', message: /is a range without a guest range/ },
  },
  {
    kind: 'stricter',
    what: "a disk of the machine's own (BW047)",
    why: 'the rule wants a path of the host',
    example: 'volumes = ["/cache"]',
    covers: { code: 'BW047', message: /^the volume "\/[^:]*" is malformed/s },
  },
  {
    kind: 'stricter',
    what: 'a duration with white space that JavaScript does not take for it (BW043)',
    why: "white space is what JavaScript takes for it, and not Rust's",
    example: '[restart]\nmax_backoff = "5s\\u0085"',
    covers: { code: 'BW043', message: /\\u0085/ },
  },
  ...['health_interval_secs', 'health_timeout_secs', 'health_startup_grace_secs', 'restart'].map(
    (field): Difference => ({
      kind: 'read otherwise',
      what: `a duration with white space that Rust does not take for it (${field})`,
      why: 'the engine ignores it, and the rule takes it',
      example: `${durationTable[field]} = "\\ufeff5s"`,
      covers: { field, when: ({ document }) => /\\ufeff/i.test(escaped(document)) },
    }),
  ),
  {
    kind: 'stricter',
    what: 'a signal with white space that JavaScript does not take for it (BW042)',
    why: "white space is what JavaScript takes for it, and not Rust's",
    example: 'stop_signal = "TERM\\u0085"',
    covers: { code: 'BW042', message: /^stop_signal is ".*\\u0085/ },
  },
  {
    kind: 'stricter',
    what: 'a protocol of a service that is neither of two words (BW042)',
    why: 'it is free text, which nothing reads',
    example: '[service]\nprotocol = "grpc"',
    covers: { code: 'BW042', message: /^service\.protocol is / },
  },
  {
    kind: 'stricter',
    what: "a registry's image without a network (BW055)",
    why: 'the host pulls it',
    example: 'image = "alpine:3.22"',
    covers: { code: 'BW055', message: /there is no network to fetch it/ },
  },
  {
    kind: 'stricter',
    what: 'ports, a policy or TSI without a network (BW057)',
    why: 'ports work without one, a policy turns it on, and TSI without one says nothing',
    example: 'ports = ["80"]',
    covers: { code: 'BW057', message: /^(?:ports|dev\.ports|network|net_backend) is set/ },
  },
  {
    kind: 'read otherwise',
    what: 'a policy with net = false, which turns the network on',
    why: 'net = false is read as no network',
    example: 'net = false\n[network]\nallow_hosts = ["a.example"]',
    covers: { field: 'network', when: ({ document }) => document.net === false },
  },
  {
    kind: 'stricter',
    what: 'credentials with TSI (BW056)',
    why: 'they count as a policy',
    example:
      'net = true\nnet_backend = "tsi"\n[[network.credentials]]\nname = "a"\nenvironment_variable = "A"\nallowed_hosts = ["a.example"]',
    covers: { code: 'BW056', message: /^network cannot be had with TSI/ },
  },
  {
    kind: 'read otherwise',
    what: 'an archive that is compressed otherwise than with gzip, which is a name',
    why: 'it is read as a path of the host',
    example: 'image = "x.tar.xz"',
    covers: { field: 'image', when: ({ stored }) => /\.tar\.(?:xz|zst)$/.test(`${stored}`) },
  },
  {
    kind: 'read otherwise',
    what: 'the archive on standard input',
    why: 'it is read as a name',
    example: 'net = true\nimage = "-"',
    covers: { field: 'image', when: ({ document }) => document.image === '-' },
  },
]

/** Whether variables are the expected ones, but for what is white space to Rust. */
function areTrimmed(stored: unknown, expected: unknown): boolean {
  const trimmed = (expected as readonly (readonly [string, string])[]).map(([name, value]) => {
    const [start, end] = [/^[\p{White_Space}]+/u, /[\p{White_Space}]+$/u]
    return [name.replace(start, ''), value.replace(end, '')]
  })
  return isDeepStrictEqual(stored, trimmed)
}

function escaped(value: unknown): string {
  return JSON.stringify(value).replaceAll('\ufeff', '\\ufeff')
}
