import { describe, expect, it } from 'vitest'
import type { ClaudeBottleDocument } from '../../src/dialects/claude-bottle/document.ts'
import { reachOfBottle } from '../../src/dialects/claude-bottle/reach.ts'
import type { Reach } from '../../src/dialects/reach.ts'
import { openGateway } from '../../src/dialects/reach.ts'
import { ceilingIn } from '../../src/project/read-ceiling.ts'
import { aboveCeiling } from '../../src/reach/above-ceiling.ts'
import type { Ceiling } from '../../src/reach/ceiling.ts'
import { reachItems } from '../../src/reach/reach-items.ts'
import { networked, offline } from './networks.ts'

const parts = (reach: Reach, ceiling: Ceiling) => [
  ...new Set(aboveCeiling(reach, ceiling).map(({ part }) => part)),
]
const whats = (reach: Reach, ceiling: Ceiling) =>
  aboveCeiling(reach, ceiling).map(({ what }) => what)

const everything: Ceiling = {
  loopback: true,
  addresses: true,
  names: true,
  dns: true,
  gateway: true,
  published: true,
  files: true,
  secrets: true,
  credentials: true,
  devices: true,
  agent: true,
  variables: true,
  user: true,
  image: true,
}

const wide = networked(
  {
    allow_hosts: ['example.com'],
    allow_cidrs: ['0.0.0.0/0'],
    allow_udp: ['[2001:db8::1]:53'],
    credentials: [{ name: 'k', environment_variable: 'KEY', allowed_hosts: ['example.com'] }],
  },
  {
    ports: ['8080:80'],
    volumes: ['/srv/data:/data'],
    secrets: { KEY: { from_env: 'KEY' }, PEM: { from_file: '/run/pem' } },
    image: 'alpine:3',
    env: ['TOKEN'],
    gpu: true,
    auth: { ssh_agent: true },
    user: 'root',
  },
)

const device = { type: 'virtio-net', attachment: 'unixgram', socket: '/run/a.sock' } as const
const bottleOn = (net: ClaudeBottleDocument['net'][number]) =>
  reachOfBottle({ name: 'claude-bottle-a', command: [], env: [], net: [net] })
const behindGvproxy = bottleOn(device)
const behindCompanion = bottleOn({ ...device, address: '127.77.0.5' })

describe('a ceiling', () => {
  it('of everything has nothing above it', () => {
    for (const reach of [wide, behindGvproxy, networked(), offline()]) {
      expect(aboveCeiling(reach, everything)).toEqual([])
    }
  })

  it('of nothing has everything above it but a bottle that reaches nothing', () => {
    expect(parts(wide, {})).toEqual([
      'loopback',
      'addresses',
      'names',
      'dns',
      'published',
      'files',
      'image',
      'secrets',
      'credentials',
      'devices',
      'agent',
      'variables',
      'user',
    ])
    expect(aboveCeiling(offline(), {})).toEqual([])
    expect(parts(behindGvproxy, {})).toEqual([
      'loopback',
      'addresses',
      'dns',
      'gateway',
      'agent',
      'user',
    ])
  })

  it.each(Object.keys(everything))('of everything but %s has that alone above it', (key) => {
    const without = { ...everything, [key]: false }
    // A name opens nothing where every address is, and what it answers where these are not named.
    const expected: Readonly<Record<string, readonly string[]>> = {
      addresses: ['addresses', 'names'],
      names: [],
      gateway: [],
    }
    expect(parts(wide, without)).toEqual(expected[key] ?? [key])
  })

  it.each(Object.keys(everything))('with an empty list of %s is one of nothing', (key) => {
    if (['loopback', 'user', 'image'].includes(key)) return
    const [none, empty] = [false, []].map((value) => whats(wide, { ...everything, [key]: value }))
    expect(empty).toEqual(none)
  })

  it('takes the words in which a bottle is shown', () => {
    const network = { allow_hosts: ['a.org'], block_private: true, allow_udp: ['192.0.2.7:53'] }
    const reach = {
      ...wide,
      network: networked({ ...network, allow_cidrs: ['198.51.100.0/24'] }).network,
    }
    const lists = new Map<string, string[]>()
    for (const { part, what } of reachItems(reach)) {
      lists.set(part, [...(lists.get(part) ?? []), what])
    }
    const { network: _, ...rest } = Object.fromEntries(lists)
    const ceiling = { ...rest, loopback: true, user: true, image: true }
    // That names answer it as the machine starts is not held against them.
    const { loopback: __, ...shown } = rest
    expect(parts(reach, {}).sort()).toEqual(Object.keys(shown).sort())
    expect(aboveCeiling(reach, ceiling)).toEqual([])
  })
})

describe('addresses', () => {
  const reach = networked({ allow_cidrs: ['10.20.0.0/16'] })

  it.each([
    [['10.20.0.0/16'], 0],
    [['10.0.0.0/8'], 0],
    [['10.20.0.0/17', '10.20.128.0/17'], 0],
    [['10.20.0.0 to 10.20.255.255'], 0],
    [['tcp 10.20.0.0/16', 'udp 10.20.0.0/16'], 0],
    [['tcp 10.20.0.0/16'], 1],
    [['10.20.0.0/17'], 2],
    [['udp 10.20.0.0/16:53'], 2],
  ])('of %j leave %i ranges', (addresses, count) => {
    const above = aboveCeiling(reach, { addresses, dns: true })
    expect(above).toHaveLength(count)
  })

  it('of IPv4 have those of IPv6 that stand for them', () => {
    const opened = networked({ allow_private: ['10.20.0.0/16'], allow_cidrs: ['10.20.0.0/16'] })
    expect(whats(opened, { addresses: ['10.20.0.0/16'], dns: true })).toEqual([])
  })

  it('of UDP have ports', () => {
    const udp = networked({
      allow_hosts: ['a.org'],
      block_private: true,
      allow_udp: ['192.0.2.7:53'],
    })
    const names = ['a.org', '*.a.org']
    const above = (addresses: string[]) => parts(udp, { addresses, names, loopback: true })
    expect(above(['udp 192.0.2.7:50-60'])).toEqual([])
    expect(above(['udp 192.0.2.0/24:53'])).toEqual([])
    expect(above(['192.0.2.7'])).toEqual([])
    expect(above(['udp 192.0.2.7:54'])).toEqual(['addresses'])
    expect(above(['tcp 192.0.2.7'])).toEqual(['addresses'])
  })
})

describe('names', () => {
  const closed = networked({ allow_hosts: ['api.example.com'], block_private: true })
  const loopback = true

  it.each([
    [['*.example.com'], []],
    [['api.example.com', '*.api.example.com'], []],
    [['api.example.com'], ['names', 'dns']],
    [['*.api.example.com'], ['names', 'dns']],
    [['*.ample.com'], ['names', 'dns']],
    [[], ['names', 'dns']],
  ])('of %j', (names, above) => {
    expect(parts(closed, { names, loopback })).toEqual(above)
  })

  it('may answer public addresses, and the private ones that are named', () => {
    const open = networked({ allow_hosts: ['a.org'] })
    const some = networked({ allow_hosts: ['a.org'], allow_private: ['10.20.0.0/16'] })
    const names = ['a.org', '*.a.org']
    expect(parts(open, { names, loopback })).toEqual(['names'])
    expect(parts(some, { names, loopback })).toEqual(['addresses', 'names'])
    expect(parts(some, { names, loopback, addresses: ['10.20.0.0/16'] })).toEqual([])
    expect(parts(open, { names, loopback, addresses: true })).toEqual([])
  })

  it('are said to answer private addresses only where these are open', () => {
    const open = networked({ allow_hosts: ['a.org'] })
    expect(whats(closed, {})[0]).toBe('api.example.com and *.api.example.com')
    expect(whats(open, { loopback })[0]).toBe(
      'a.org and *.a.org, whatever private address it answers',
    )
  })

  it('are those that DNS may be asked for, unless it says others', () => {
    expect(parts(closed, { names: ['*.example.com'], dns: false, loopback })).toEqual(['dns'])
    expect(parts(closed, { names: ['*.example.com'], dns: ['a.org'], loopback })).toEqual(['dns'])
    expect(parts(closed, { names: ['*.example.com'], dns: true, loopback })).toEqual([])
    expect(
      parts(networked({ block_private: true }), { names: ['a.org'], addresses: true }),
    ).toEqual(['dns'])
  })

  it('open the loopback of the host, which a ceiling has of its own', () => {
    const open = networked({ allow_hosts: ['a.org'] })
    expect(parts(open, { names: true, addresses: true, loopback: false })).toEqual(['loopback'])
  })

  it('are trusted not to answer the loopback of the host as the machine starts', () => {
    expect(parts(closed, { names: true })).toEqual([])
  })
})

describe('grants', () => {
  const files = offline({ volumes: ['/srv/data/in:/in:ro', '/srv/out:/out', './a:/a'] })

  it.each([
    [['read /srv', 'write /srv/out', 'write a'], []],
    [['write /srv', 'write .'], []],
    [['write /', 'write .'], []],
    [['read /srv', 'write .'], ['write /srv/out']],
    [
      ['write /srv/ou', 'write /srv/data', 'write .'],
      ['read /srv/out', 'write /srv/out'],
    ],
    [['write /srv'], ['read a', 'write a']],
    [
      ['write /srv/data/../..', 'write .'],
      ['read /srv/data/in', 'read /srv/out', 'write /srv/out'],
    ],
  ])('of files %j', (list, above) => {
    expect(whats(files, { files: list })).toEqual(above)
  })

  it.each([
    [['tcp 8080 to 80', 'tcp 9000-9001 to 90-91'], []],
    [['tcp 8080', 'tcp 9000-9001'], []],
    [['tcp 8000-9999'], []],
    [['tcp 8080 to 81', 'tcp 9000-9001'], ['tcp 8080 to 80']],
    [
      ['udp 8080', 'tcp 9000'],
      ['tcp 8080 to 80', 'tcp 9001 to 91'],
    ],
  ])('of ports %j', (published, above) => {
    const reach = offline({ ports: ['8080:80', '9000-9001:90-91'] })
    expect(whats(reach, { published })).toEqual(above)
  })

  it('of secrets are by where the host has them, whatever the guest calls them', () => {
    const reach = offline({ secrets: { KEY: { from_env: 'HOST_KEY' } } })
    expect(whats(reach, { secrets: ['env HOST_KEY'] })).toEqual([])
    expect(whats(reach, { secrets: ['KEY'] })).toHaveLength(1)
    expect(whats(reach, { secrets: ['env KEY'] })).toHaveLength(1)
  })

  it('of credentials are by their beginnings, in whole words', () => {
    const credentials = [
      {
        name: 'k',
        environment_variable: 'KEY',
        allowed_hosts: ['a.org'],
        methods: ['GET', 'POST'],
      },
    ]
    const reach = networked({ allow_hosts: ['a.org'], block_private: true, credentials })
    const above = (list: string[]) =>
      whats(reach, { credentials: list, names: true, loopback: true })
    expect(above(['KEY to a.org'])).toEqual([])
    expect(above(['KEY to a.org by GET'])).toEqual([
      "KEY to a.org by POST in its headers, of the host's env KEY",
    ])
    expect(above(['KEY to a.o'])).toHaveLength(2)
  })

  it('of credentials have the value of the variable, unless they say another', () => {
    const credentials = [
      { name: 'k', environment_variable: 'KEY', allowed_hosts: ['a.org'], methods: ['GET'] },
    ]
    const secrets = { KEY: { from_file: '/run/other' } }
    const policy = { allow_hosts: ['a.org'], block_private: true, credentials }
    const reach = networked(policy, { secrets })
    const above = (entry: string) => whats(reach, { ...everything, credentials: [entry] })
    expect(above('KEY to a.org')).toHaveLength(1)
    expect(above('KEY to a.org, of env KEY')).toHaveLength(1)
    expect(above('KEY to a.org, of file /run/other')).toEqual([])
    expect(above("KEY to a.org by GET, of the host's file /run/other")).toEqual([])
  })

  it('of sockets and variables are by their names', () => {
    const gateways = (reach: Reach, ...gateway: readonly string[]) =>
      whats(reach, { ...everything, gateway: [...gateway] })
    const [socket, byDefault, own] = ['/run/a.sock', '127.0.0.1', '127.77.0.5']
    expect(gateways(behindGvproxy, socket, byDefault)).toEqual([])
    expect(gateways(behindGvproxy, socket, own)).toEqual([openGateway])
    expect(gateways(behindGvproxy, '/run/a', byDefault)).toHaveLength(1)
    expect(gateways(behindCompanion, socket, own)).toEqual([])
    expect(gateways(behindCompanion, socket, byDefault, '127.77.0.50')).toEqual([
      `${own} of the host, behind proxy.internal`,
    ])
    expect(whats(offline({ env: ['A', 'B'] }), { variables: ['A'] })).toEqual([
      "the host's value of B",
    ])
  })

  it('that the image decides about are above it', () => {
    expect(whats(offline({ user: 'root' }), {})).toEqual(['root in the guest'])
    expect(whats(behindGvproxy, { ...everything, user: false })).toEqual([
      'root in the guest, if the image says who runs',
    ])
  })
})

describe('the text of a ceiling', () => {
  const read = async (text: string) => {
    const { diagnostics } = await ceilingIn(text, 'ceiling.json')
    return diagnostics.map(({ code, message, hint, origin }) => [
      code,
      message,
      hint,
      [origin?.file, origin?.line, origin?.column].filter((each) => each !== undefined).join(':'),
    ])
  }
  const keys =
    'there are loopback, addresses, names, dns, gateway, published, files, secrets, credentials, devices, agent, variables, user, image'

  it.each([
    ['{ "adresses": [] }', 'there is no key "adresses"', 'did you mean addresses?', ':1:3'],
    ['{ "x": [] }', 'there is no key "x"', keys, ':1:3'],
    ['{ "toString": [] }', 'there is no key "toString"', keys, ':1:3'],
    ['{ "__proto__": [] }', 'there is no key "__proto__"', keys, ':1:3'],
    ['{\n  "loopback": "no"\n}', 'loopback is "no"; it must be true or false', undefined, ':2:3'],
    ['{ "files": 1 }', 'files is 1; it must be true, false or a list of texts', undefined, ':1:3'],
    [
      '{ "names": [1] }',
      'names is a list of something else; it must be true, false or a list of texts',
      undefined,
      ':1:3',
    ],
    [
      '{ "addresses": ["10.0.0.0/8", "10.0.0.0/33"] }',
      'addresses[1] is "10.0.0.0/33"; it must be a range of addresses, such as "10.20.0.0/16", "tcp fd00::/8" or "udp 203.0.113.9:7001"',
      undefined,
      ':1:3',
    ],
    [
      '{ "addresses": ["10.0.0.9 to 10.0.0.1"] }',
      'addresses[0] is "10.0.0.9 to 10.0.0.1"; it must be a range of addresses, such as "10.20.0.0/16", "tcp fd00::/8" or "udp 203.0.113.9:7001"',
      undefined,
      ':1:3',
    ],
    [
      '{ "addresses": ["10.0.0.1:80"] }',
      'addresses[0] is "10.0.0.1:80"; it must be a range of addresses, such as "10.20.0.0/16", "tcp fd00::/8" or "udp 203.0.113.9:7001"',
      undefined,
      ':1:3',
    ],
    [
      '{ "names": ["*"] }',
      'names[0] is "*"; it must be a name, such as "example.com" or "*.example.com"',
      undefined,
      ':1:3',
    ],
    [
      '{ "files": ["/srv"] }',
      'files[0] is "/srv"; it must be a mode and a path, such as "read /srv/data" or "write /srv/data"',
      undefined,
      ':1:3',
    ],
    [
      '{ "published": ["80"] }',
      'published[0] is "80"; it must be a port, such as "tcp 8080", "udp 5000-5010" or "tcp 8080 to 80"',
      undefined,
      ':1:3',
    ],
    ['{ "user": true, "user": false }', 'the key "user" stands twice', 'keep one of them', ':1:17'],
    ['[]', 'a ceiling must be an object', undefined, ''],
    ['{ "user": tru }', '"ceiling.json" is not JSON', undefined, ':1:11'],
  ])('%s is an error at its place', async (text, message, hint, place) => {
    expect(await read(text)).toEqual([['BW154', message, hint, `ceiling.json${place}`]])
  })

  it('may name its schema, and begin with a mark', async () => {
    expect(await read('\ufeff{ "$schema": "x.json", "files": true }')).toEqual([])
  })
})
