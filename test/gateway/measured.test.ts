import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readMeasured } from './measured.ts'
import { daemonId, probes } from './probes.ts'

/** The rows of the guide's table, each with the probes that are open together or closed together. */
const rows: Readonly<Record<string, RegExp>> = {
  'the three proxies, by `proxy.internal`': /^tcp proxy\.internal:/,
  "the host's 127.0.0.1, as 192.168.127.254": /^tcp 192\.168\.127\.254:7003$/,
  "the host's 127.0.0.1, by UDP to 0.0.0.0": /^udp 0\.0\.0\.0:7001$/,
  // What a guest has for it differs: with a companion the address behind proxy.internal.
  'a service on all addresses of the host': /^tcp 10\.77\.0\.1:7001$/,
  "the LAN, and the host's address there":
    /^tcp (?:10\.77\.0\.1|172\.20\.7\.1|192\.168\.7\.1|100\.80\.0\.1):7001$/,
  'the internet': /^tcp (?:192\.0\.2\.2|203\.0\.113\.9):7001$/,
  'other names, by A': /^A of web\.other\.test from (?:udp|tcp) 192\.168\.127\.1:53$/,
  'other names, by TXT, MX, CNAME, SRV and NS':
    /^(?:TXT|MX|CNAME|SRV|NS) of web\.other\.test from (?:udp|tcp) 192\.168\.127\.1:53$/,
  "the host's own daemon for names": new RegExp(`^${daemonId}$`),
  'opening ports on the host': /^expose (?:tcp|udp) /,
  'replacing files of the host by sockets': /^expose unix: a file (?:away|by \/proc)$/,
  "replacing files in the socket's folder": /^expose unix: a file beside$/,
}

const measured = readMeasured()
const ids = [...probes.map(({ id }) => id), daemonId]

/** `open` when all probes of a row are, `closed` when none is. */
function cell(way: string, row: RegExp): string {
  const open = measured[way]?.open ?? {}
  const states = new Set(
    ids.filter((id) => row.test(id)).map((id) => (id in open ? 'open' : 'closed')),
  )
  return [...states].join(' and ')
}

describe('what gvproxy lets a guest reach', () => {
  it('is the table of the guide', () => {
    const guide = readFileSync(new URL('../../docs/guides/gateway.md', import.meta.url), 'utf8')
    const [, table = ''] = /\| from the guest .*\n\|[ -|]*\n((?:\|.*\n)+)/.exec(guide) ?? []
    const columns = ['defaults', 'companion', 'confined']
    const expected = Object.entries(rows).map(([name, row]) => {
      return `| ${[name, ...columns.map((way) => cell(way, row))].join(' | ')} |\n`
    })
    expect(table).toBe(expected.join(''))
  })

  it('is, confined, the three ports and their name, and the folder of its own socket', () => {
    const { open = {} } = measured.confined ?? {}
    expect(Object.keys(open)).toEqual([
      ...[8888, 8889, 8890].map((port) => `tcp proxy.internal:${port}`),
      ...[8888, 8889, 8890].map((port) => `tcp 192.168.127.253:${port}`),
      'A of proxy.internal from udp 192.168.127.1:53',
      'A of proxy.internal from tcp 192.168.127.1:53',
      'expose unix: a file beside',
    ])
  })

  it('is the same wherever the proxies and the end of the guest are', () => {
    const open = (way: string) => Object.keys(measured[way]?.open ?? {})
    expect(open('confined, proxies at addresses')).toEqual(open('confined'))
    expect(open("confined, the guest's end elsewhere")).toEqual(open('confined'))
  })
})
