import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { reachOfMachine } from '../../src/dialects/smolvm/reach.ts'
import type { ReachPart } from '../../src/reach/beyond.ts'
import { beyond } from '../../src/reach/beyond.ts'

/** A change that looks like less, or like nothing, and the parts in which it reaches more. */
type Evasion = readonly [what: string, before: string, after: string, ...parts: ReachPart[]]

const base = 'net = true\nnet_backend = "virtio-net"\n'
const net = (...lines: string[]) => `${base}[network]\n${lines.join('\n')}\n`
const list = (key: string, ...entries: string[]) => `${key} = ${JSON.stringify(entries)}`
const hosts = (...names: string[]) => list('allow_hosts', ...names)
const patterns = (...names: string[]) => list('allow_host_patterns', ...names)
const cidrs = (...ranges: string[]) => list('allow_cidrs', ...ranges)
const opened = (...ranges: string[]) => list('allow_private', ...ranges)
const denied = (...ranges: string[]) => list('deny_cidrs', ...ranges)
const udp = (...ranges: string[]) => list('allow_udp', ...ranges)
const block = 'block_private = true'
const noBlock = 'block_private = false'

const network: readonly Evasion[] = [
  [
    'the last allow_private is removed, and with it what it implies',
    net(opened('10.0.0.0/8')),
    net(),
    'loopback',
    'addresses',
  ],
  [
    'block_private is set to false beside allow_private, which implies it',
    net(block, opened('10.0.0.0/8')),
    net(noBlock, opened('10.0.0.0/8')),
  ],
  [
    'block_private is removed beside allow_hosts',
    net(block, hosts('a.test')),
    net(hosts('a.test')),
    'loopback',
    'names',
  ],
  [
    'block_private is removed where all is denied',
    net(block, denied('0.0.0.0/0', '::/0')),
    net(denied('0.0.0.0/0', '::/0')),
  ],
  [
    'allow_private names public addresses beside a list',
    net(block, hosts('a.test')),
    net(block, hosts('a.test'), opened('203.0.113.0/24')),
    'addresses',
  ],
  ['allow_private names link-local addresses', net(block), net(block, opened('169.254.0.0/16'))],
  [
    'allow_private names the gateway',
    net(block),
    net(block, opened('100.96.0.0/30')),
    'loopback',
    'addresses',
  ],
  [
    'allow_private names the gateway alone',
    net(block),
    net(block, opened('100.96.0.1')),
    'loopback',
  ],
  [
    'the last allow_hosts is removed',
    net(hosts('a.test')),
    net(hosts()),
    'loopback',
    'addresses',
    'dns',
  ],
  [
    'names are replaced by every address',
    net(hosts('a.test'), block),
    net(cidrs('0.0.0.0/0'), block),
    'loopback',
    'addresses',
    'dns',
  ],
  [
    'names are replaced by a narrow range, which answers every question',
    net(hosts('a.test')),
    net(cidrs('192.0.2.0/24')),
    'addresses',
    'dns',
  ],
  [
    'IPv4 is replaced by IPv6, which has the mapped addresses',
    net(cidrs('0.0.0.0/0')),
    net(cidrs('::/0')),
    'loopback',
    'addresses',
  ],
  [
    'a range is replaced by its halves',
    net(cidrs('10.0.0.0/8')),
    net(cidrs('10.0.0.0/9', '10.128.0.0/9')),
  ],
  [
    'halves are joined and one bit is taken too many',
    net(cidrs('10.0.0.0/9', '10.128.0.0/9')),
    net(cidrs('10.0.0.0/7')),
    'addresses',
  ],
  [
    'all halves are every address',
    net(cidrs('10.0.0.0/8')),
    net(cidrs('0.0.0.0/1', '128.0.0.0/1')),
    'loopback',
    'addresses',
  ],
  [
    'a range is written with bits behind its prefix',
    net(cidrs('10.0.0.0/8')),
    net(cidrs('10.77.1.2/8')),
  ],
  [
    'a range is written as its mapped one',
    net(cidrs('10.77.0.0/16')),
    net(cidrs('::ffff:10.77.0.0/112')),
    'addresses',
  ],
  [
    'a denied range is denied as mapped alone',
    net(denied('10.0.0.0/8')),
    net(denied('::ffff:10.0.0.0/104')),
    'addresses',
  ],
  [
    'a denied range gets narrower',
    net(denied('10.0.0.0/8')),
    net(denied('10.0.0.0/9')),
    'addresses',
  ],
  [
    'a denied range gets halves with a gap',
    net(denied('10.0.0.0/8')),
    net(denied('10.0.0.0/9', '10.129.0.0/16')),
    'addresses',
  ],
  [
    '127.0.0.0/8 is denied but for 127.0.0.1',
    net(denied('127.0.0.0/8')),
    net(denied('127.0.0.2/31', '127.128.0.0/9')),
    'loopback',
  ],
  [
    '::1 is denied no more',
    net(denied('127.0.0.0/8', '::1')),
    net(denied('127.0.0.0/8')),
    'loopback',
  ],
  [
    'a list allows the frames that deny_cidrs closed',
    net(cidrs('0.0.0.0/0'), denied('127.0.0.0/8')),
    net(cidrs('0.0.0.0/0'), denied('100.96.0.1')),
    'loopback',
  ],
  [
    'an allowed range is put into allow_udp, which has the mapped addresses too',
    net(cidrs('192.0.2.0/24')),
    net(cidrs('192.0.2.0/24'), udp('192.0.2.0/24:53')),
    'addresses',
  ],
  [
    'allow_udp has all ports instead of one',
    net(hosts('a.test'), udp('192.0.2.0/24:53')),
    net(hosts('a.test'), udp('192.0.2.0/24')),
    'addresses',
  ],
  [
    'allow_udp has one port more',
    net(hosts('a.test'), udp('192.0.2.1:53-60')),
    net(hosts('a.test'), udp('192.0.2.1:53-61')),
    'addresses',
  ],
  [
    'allow_udp has the same ports in two entries',
    net(hosts('a.test'), udp('192.0.2.1:53-60')),
    net(hosts('a.test'), udp('192.0.2.1:53-56', '192.0.2.1:57-60')),
  ],
  [
    'allow_udp has the loopback',
    net(hosts('a.test')),
    net(hosts('a.test'), udp('127.0.0.1:53')),
    'loopback',
  ],
  [
    'allow_udp has the loopback while private addresses are blocked',
    net(block, hosts('a.test')),
    net(block, hosts('a.test'), udp('127.0.0.1:53')),
  ],
  ['allow_udp is all there was, and is removed', `[network]\n${udp('192.0.2.1')}\n`, ''],
  [
    'allow_udp is all there is, and turns everything on',
    '',
    `[network]\n${udp('192.0.2.1:53')}\n`,
    'loopback',
    'addresses',
    'dns',
  ],
  [
    'net is false beside a list',
    'net = false\n',
    `net = false\n[network]\n${hosts('a.test')}\n`,
    'loopback',
    'names',
    'dns',
  ],
  [
    'net is false, and empty lists turn nothing on',
    'net = false\n',
    `net = false\n[network]\n${hosts()}\n${noBlock}\n`,
  ],
  [
    'net is set to false beside a list, which changes nothing',
    net(hosts('a.test')),
    `net = false\n[network]\n${hosts('a.test')}\n`,
  ],
  ['ports alone are published', '', 'ports = ["80"]\n', 'published'],
  [
    'net beside ports opens the network',
    'ports = ["80"]\n',
    'ports = ["80"]\nnet = true\n',
    'loopback',
    'addresses',
    'dns',
  ],
  [
    'ports are removed, and the default is TSI',
    'ports = ["80"]\nnet = true\n',
    'net = true\n',
    'loopback',
    'addresses',
  ],
  ['the backend is TSI', base, 'net = true\nnet_backend = "tsi"\n', 'loopback', 'addresses'],
  [
    'credentials alone turn everything on',
    '',
    '[[network.credentials]]\nname = "k"\nenvironment_variable = "K"\nallowed_hosts = ["a.test"]\n',
    'loopback',
    'addresses',
    'dns',
    'credentials',
  ],
]

const names: readonly Evasion[] = [
  ['a name in another case', net(hosts('a.test')), net(hosts('A.TEST'))],
  ['a name with a dot at its end', net(hosts('a.test')), net(hosts('a.test.'))],
  ['a name below one that is allowed', net(hosts('a.test')), net(hosts('b.a.test'))],
  [
    'a name above one that is allowed',
    net(hosts('b.a.test')),
    net(hosts('a.test')),
    'names',
    'dns',
  ],
  ['a name that ends alike', net(hosts('a.test')), net(hosts('xa.test')), 'names', 'dns'],
  [
    'an exact name becomes one with all below it',
    net(patterns('a.test')),
    net(hosts('a.test')),
    'names',
    'dns',
  ],
  [
    'a pattern becomes the name',
    net(patterns('*.a.test')),
    net(hosts('a.test')),
    'names',
    'dns',
    'loopback',
  ],
  [
    'a name becomes the two patterns that it is',
    net(hosts('a.test')),
    net(patterns('a.test', '*.a.test')),
  ],
  ['a pattern in the list of names', net(patterns('*.a.test')), net(hosts('*.a.test'))],
  [
    'an address in the list of names',
    net(hosts('a.test')),
    net(hosts('a.test', '192.0.2.9')),
    'addresses',
  ],
  [
    "the loopback's address in the list of names",
    net(block, patterns('*.a.test')),
    net(block, patterns('*.a.test'), hosts('127.0.0.1')),
    'loopback',
  ],
  [
    'an international name and its ASCII form',
    net(hosts('xn--bcher-kva.test')),
    net(hosts('bücher.test')),
    'names',
    'dns',
  ],
]

const grants: readonly Evasion[] = [
  [
    'a list of [dev] is removed, and that of the top level is back',
    'volumes = ["./a:/a"]\n[dev]\nvolumes = ["./b:/b:ro"]\n',
    'volumes = ["./a:/a"]\n',
    'files',
  ],
  [
    'a list of [dev] is empty, and that of the top level holds',
    'ports = ["80"]\n[dev]\nports = ["81"]\n',
    'ports = ["80"]\n[dev]\nports = []\n',
    'published',
  ],
  ['a list moves into [dev]', 'volumes = ["./a:/a"]\n', '[dev]\nvolumes = ["./a:/a"]\n'],
  [
    'a mount by a path that leads elsewhere',
    'volumes = ["./src:/a"]\n',
    'volumes = ["./src/../evil:/a"]\n',
    'files',
  ],
  [
    'a mount by a path that may lead elsewhere',
    'volumes = ["./src:/a"]\n',
    'volumes = ["./evil/../src:/a"]\n',
    'files',
  ],
  [
    'a mount in another spelling of its path',
    'volumes = ["./src:/a"]\n',
    'volumes = ["src//./:/a"]\n',
  ],
  ['a mount elsewhere in the guest', 'volumes = ["./src:/a"]\n', 'volumes = ["./src:/b"]\n'],
  [
    'a mount that is read-only no more',
    'volumes = ["./src:/a:ro"]\n',
    'volumes = ["./src:/a"]\n',
    'files',
  ],
  [
    'a mount that is staged, which is written back',
    'volumes = ["./src:/a:ro"]\n',
    'volumes = ["./src:/a:staged"]\n',
    'files',
  ],
  [
    'a mount of what begins alike',
    'volumes = ["./src:/a"]\n',
    'volumes = ["./src2:/a"]\n',
    'files',
  ],
  ['a disk of its own', '', 'volumes = ["/cache"]\n'],
  [
    'a whole bucket instead of a part',
    'volumes = ["s3://b/part:/a"]\n',
    'volumes = ["s3://b:/a"]\n',
    'files',
  ],
  ['an image that is a folder of the host', 'image = "alpine"\n', 'image = "../"\n', 'files'],
  [
    'an image that is an archive of the host',
    'image = "alpine"\n',
    'image = "backup.tar.gz"\n',
    'files',
  ],
  [
    'an image of a name that only looks like an archive',
    'image = "alpine"\n',
    'image = "backup.tar.xz"\n',
  ],
  ['ports that a range is', 'ports = ["80-82:90-92"]\n', 'ports = ["80:90", "81:91", "82:92"]\n'],
  ['one port more in a range', 'ports = ["80-82"]\n', 'ports = ["80-83"]\n', 'published'],
  ['a port in another spelling', 'ports = ["80"]\n', 'ports = ["+080:80/tcp"]\n'],
  ['a port by the other protocol', 'ports = ["53"]\n', 'ports = ["53/udp"]\n', 'published'],
  [
    'a port of the host that leads elsewhere',
    'ports = ["80:80"]\n',
    'ports = ["80:81"]\n',
    'published',
  ],
  [
    "a variable without its value, which is the host's",
    'env = ["TOKEN="]\n',
    'env = ["TOKEN"]\n',
    'variables',
  ],
  ["a variable of the host's in [dev]", '', '[dev]\nenv = ["TOKEN"]\n', 'variables'],
  [
    'a secret of another variable',
    '[secrets]\nA = { from_env = "A" }\n',
    '[secrets]\nA = { from_env = "B" }\n',
    'secrets',
  ],
  [
    'a secret by another name',
    '[secrets]\nA = { from_env = "A" }\n',
    '[secrets]\nB = { from_env = "A" }\n',
    'secrets',
  ],
  ['auto_graph, which implies cuda', '', 'auto_graph = true\n', 'devices'],
  [
    'cuda is removed and auto_graph stays',
    'cuda = true\nauto_graph = true\n',
    'cuda = false\nauto_graph = true\n',
  ],
  ["the guest's Docker, for the host", '', 'docker_socket = true\n', 'agent'],
  ["the host's SSH agent", '', '[auth]\nssh_agent = true\n', 'agent'],
  ['flags that are false', 'gpu = false\n', 'rosetta = false\ncuda = false\n'],
]

describe('what a change that looks harmless reaches beyond', () => {
  it.each([...network, ...names, ...grants])('%s', (_, before, after, ...parts) => {
    const [one, other] = [before, after].map(documentOf)
    if (one === undefined || other === undefined) throw new Error('two documents are compared')
    const found = beyond(reachOfMachine(other), reachOfMachine(one)).map(({ part }) => part)
    expect([...new Set(found)].sort()).toEqual([...parts].sort())
  })
})

function documentOf(text: string): SmolvmDocument {
  return parse(text) as SmolvmDocument
}
