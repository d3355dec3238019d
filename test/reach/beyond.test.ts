import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { reachOfBottle } from '../../src/dialects/claude-bottle/reach.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { reachOfMachine } from '../../src/dialects/smolvm/reach.ts'
import { parseRange } from '../../src/dialects/values/addresses.ts'
import { reachesAddress } from '../../src/reach/ask.ts'
import { beyond } from '../../src/reach/beyond.ts'

function machine(tables: string) {
  return `net = true\nnet_backend = "virtio-net"\n${tables}`
}

/** What a machine of virtio-net answers to an address, with these keys of `[network]`. */
function answer(network: string, protocol: 'tcp' | 'udp', address: string, port = 443) {
  const document = parse(machine(`[network]\n${network}`))
  const range = parseRange(address)
  if (range === undefined) throw new Error(`no address: ${address}`)
  return reachesAddress(reachOfMachine(document as SmolvmDocument).network, protocol, range, port)
}

/** What a machine with the second keys of `[network]` reaches beyond one with the first. */
function wider(before: string, after: string) {
  const [one, other] = [before, after].map((keys) => machine(`[network]\n${keys}`))
  return beyondOf(one, other)
}

/** What a machine of the second Smolfile reaches beyond one of the first. */
function beyondOf(before = '', after = '') {
  const [one, other] = [before, after].map((text) => reachOfMachine(parse(text) as SmolvmDocument))
  if (one === undefined || other === undefined) throw new Error('two Smolfiles are compared')
  return beyond(other, one).map(({ what }) => what)
}

describe('the network of a machine', () => {
  it('has the gateway closed by what denies 127.0.0.1, and not by the rest of the loopback', () => {
    expect(answer('deny_cidrs = ["127.0.0.1"]', 'tcp', '100.96.0.1')).toBe('no')
    expect(answer('deny_cidrs = ["127.77.0.2"]', 'tcp', '100.96.0.1')).toBe('yes')
    expect(answer('deny_cidrs = ["127.128.0.0/9"]', 'tcp', '100.96.0.1')).toBe('yes')
  })

  it('has open what allow_private names, be it public, beside a list that allows', () => {
    const opened = 'allow_private = ["192.0.2.0/24"]'
    expect(answer(`allow_hosts = ["x.test"]\n${opened}`, 'tcp', '192.0.2.2')).toBe('yes')
    expect(answer(`allow_cidrs = ["10.0.0.0/8"]\n${opened}`, 'udp', '192.0.2.2')).toBe('yes')
    expect(answer(`allow_hosts = ["x.test"]\n${opened}`, 'tcp', '::ffff:192.0.2.2')).toBe('yes')
  })

  it("has the host's loopback behind the address of no one, where a list or a name has it", () => {
    const nobody = '::ffff:0.0.0.0'
    expect(answer('block_private = false', 'tcp', nobody)).toBe('no')
    expect(answer('block_private = true', 'udp', nobody)).toBe('no')
    expect(answer('allow_cidrs = ["::/0"]', 'tcp', nobody)).toBe('yes')
    expect(answer('allow_cidrs = ["0.0.0.0/0"]', 'tcp', nobody)).toBe('no')
    expect(answer('allow_private = ["0.0.0.0/0"]', 'tcp', nobody)).toBe('yes')
    expect(answer('allow_udp = ["0.0.0.0/0"]\nallow_hosts = ["x.test"]', 'udp', nobody)).toBe('yes')
    expect(answer('allow_cidrs = ["::/0"]\ndeny_cidrs = ["0.0.0.0/8"]', 'udp', nobody)).toBe('no')
    const named = 'allow_hosts = ["x.test"]\nblock_private = true'
    expect(answer(named, 'tcp', nobody)).toBe('depends')
    expect(['0.0.0.0', '::'].map((address) => answer(named, 'udp', address))).toEqual([
      'depends',
      'depends',
    ])
    expect(answer(named, 'tcp', '0.0.0.0')).toBe('no')
  })

  it('reaches no link-local address, of which one is where clouds serve credentials', () => {
    for (const address of ['169.254.169.254', '169.254.1.1', '::ffff:169.254.1.1']) {
      expect(answer('allow_private = ["169.254.0.0/16"]', 'tcp', address), address).toBe('no')
      expect(answer('block_private = false', 'udp', address), address).toBe('no')
    }
  })
})

describe("the host's loopback", () => {
  it('is told of by its addresses where the door was open at others', () => {
    expect(wider('allow_cidrs = ["127.0.0.1"]', 'allow_cidrs = ["127.0.0.0/8"]')).toEqual([
      "the host's own loopback by TCP over IPv4 at 127.0.0.0",
      "the host's own loopback by TCP over IPv4 at 127.0.0.2 to 127.255.255.255",
      "the host's own loopback by UDP over IPv4 at 127.0.0.0",
      "the host's own loopback by UDP over IPv4 at 127.0.0.2 to 127.255.255.255",
    ])
    expect(wider('allow_cidrs = ["127.0.0.0/8"]', 'allow_cidrs = ["127.0.0.1"]')).toEqual([])
  })

  it('is reached by UDP on the ports that allow_udp names, and on no other', () => {
    const hosts = 'allow_hosts = ["x.test"]\ndeny_cidrs = []'
    const named = `${hosts}\nallow_udp = ["127.0.0.1:53"]`
    expect(answer(named, 'udp', '127.0.0.1', 53)).toBe('yes')
    expect(answer(named, 'udp', '127.0.0.1', 54)).toBe('depends')
    expect(wider(named, `${hosts}\nallow_udp = ["127.0.0.1:53-60"]`)).toEqual([
      "the host's own loopback by UDP at 127.0.0.1 on port 54-60",
      "the host's own loopback by UDP at ::ffff:7f00:1 on port 54-60",
    ])
    expect(wider(`${hosts}\nallow_udp = ["127.0.0.1"]`, named)).toEqual([])
  })

  it('is opened by another name, where only the loopback is left to open', () => {
    const rest = 'allow_cidrs = ["1.0.0.0/8"]\ndeny_cidrs = ["2.0.0.0/7", "::/0"]'
    const all = '"4.0.0.0/6", "8.0.0.0/5", "16.0.0.0/4", "32.0.0.0/3", "64.0.0.0/2", "128.0.0.0/1"'
    const closed = rest.replace(
      '"2.0',
      `"0.0.0.0/8", ${all.replace('"64.0.0.0/2", ', sixtyFour)}, "2.0`,
    )
    const found = wider(
      `${closed}\nallow_hosts = ["a.test"]`,
      `${closed}\nallow_hosts = ["b.test"]`,
    )
    expect(found).toContain(
      "b.test and *.b.test, where it answers an address of the host's loopback",
    )
  })
})

/** 64.0.0.0/2 but for 127.0.0.0/8. */
const sixtyFour =
  '"64.0.0.0/3", "96.0.0.0/4", "112.0.0.0/5", "120.0.0.0/6", "124.0.0.0/7", "126.0.0.0/8", '

describe('a bottle', () => {
  const base = { name: 'claude-bottle-a', command: ['sleep'], env: [] }
  const device = { type: 'virtio-net', attachment: 'unixgram', socket: '/run/a.sock' } as const
  const bottle = (...net: readonly (typeof device)[]) => reachOfBottle({ ...base, net })

  it('reaches past every gateway without its device, and with one what gvproxy itself serves', () => {
    expect(beyond(bottle(), bottle(device)).map(({ part }) => part)).toEqual(['gateway'])
    expect(beyond(bottle(device), bottle()).map(({ what }) => what)).toEqual([
      "gvproxy's own interface, which opens ports of the host",
      "gvproxy's own interface, which replaces files below /",
    ])
  })

  it('reaches what its host does, by the defaults of gvproxy', () => {
    const [range] = [parseRange('192.0.2.1')]
    if (range === undefined) throw new Error('no range')
    expect(reachesAddress(bottle(device).network, 'tcp', range, 443)).toBe('yes')
  })
})

describe('a value of the host', () => {
  const secret = '[secrets]\nKEY = { from_env = "A" }\n'
  const binding = (keys = '') =>
    `[[network.credentials]]\nname = "key"\nenvironment_variable = "KEY"\nallowed_hosts = ["a.test"]\n${keys}\n`

  it('is in the guest in plain text as soon as no credential holds it back', () => {
    expect(beyondOf(machine(binding() + secret), machine(secret))).toEqual([
      "KEY of the host's env A",
    ])
    expect(
      beyondOf(machine(binding() + secret), machine(`[network]\ncredentials = []\n${secret}`)),
    ).toEqual(["KEY of the host's env A"])
  })

  it("is another where a credential's variable is another, or its secret is", () => {
    const elsewhere = secret.replace('"A"', '"B"')
    const found = beyondOf(machine(binding() + secret), machine(binding() + elsewhere))
    expect(found).toContain("KEY to a.test by GET in its headers, of the host's env B")
    const without = beyondOf(machine(binding() + secret), machine(binding()))
    expect(without).toContain("KEY to a.test by GET in its headers, of the host's env KEY")
    expect(
      beyondOf(machine(binding('methods = ["GET"]')), machine(binding('methods = ["get"]'))),
    ).toEqual([])
  })
})

describe('who runs in the guest', () => {
  const root = 'root in the guest'
  const depends = 'root in the guest, if the image says who runs'

  it.each(['root', 'root:x', '0', '00', '+0', '+00:5', '0:1000', ' root '])(
    'is root as %j',
    (user) => {
      expect(beyondOf('user = "1000"', `user = "${user}"`)).toEqual([root])
      expect(beyondOf('user = "1000"', `user = "1000"\n[dev]\nuser = "${user}"`)).toEqual([root])
      expect(beyondOf('', `user = "${user}"`)).toEqual([root])
    },
  )

  it.each(['1000', '10', '+1', '1000:0', '4294967295'])('is not as %j', (user) => {
    expect(beyondOf('user = "1"', `user = "${user}"`)).toEqual([])
  })

  it.each(['node', 'toor', '', ' ', 'Root'])('is whom the image says as %j', (user) => {
    expect(beyondOf('user = "1"', `user = "${user}"`)).toEqual([depends])
    expect(beyondOf('', `user = "${user}"`)).toEqual([])
    expect(beyondOf('user = "root"', `user = "${user}"`)).toEqual([])
  })

  it('is again the one of the top level where [dev] says nothing', () => {
    expect(beyondOf('user = "0"\n[dev]\nuser = "1"', 'user = "0"')).toEqual([root])
    expect(beyondOf('user = "1"', '')).toEqual([depends])
  })
})
