import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { reachOfMachine } from '../../src/dialects/smolvm/reach.ts'
import { parseRange } from '../../src/dialects/values/addresses.ts'
import { reachesAddress } from '../../src/reach/ask.ts'

/** What a machine of virtio-net answers to an address, with these keys of `[network]`. */
function answer(network: string, protocol: 'tcp' | 'udp', address: string, port = 443) {
  const document = parse(`net = true\nnet_backend = "virtio-net"\n[network]\n${network}`)
  const range = parseRange(address)
  if (range === undefined) throw new Error(`no address: ${address}`)
  return reachesAddress(reachOfMachine(document as SmolvmDocument).network, protocol, range, port)
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
