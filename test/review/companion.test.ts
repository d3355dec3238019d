import { describe, expect, it } from 'vitest'
import type { Companion } from '../../src/dialects/claude-bottle/companion.ts'
import { companionLines, renderCompanion } from '../../src/dialects/claude-bottle/companion.ts'
import { manifestText } from '../../src/output/manifest.ts'
import { diffPaths } from '../../src/review/diff-trees.ts'
import { reviewForTerminal } from '../../src/review/output/terminal.ts'
import { makeProject } from '../support/project.ts'

const own: Companion = { socket: '/run/web/gvproxy.sock', address: '127.77.0.5' }
const closed = renderCompanion(own)

const text = `name = "claude-bottle-web"
command = ["sleep", "infinity"]
env = []

[[net]]
type = "virtio-net"
attachment = "unixgram"
socket = "${own.socket}"
`

/** An output tree of one bottle, with a manifest that tells of all that is there. */
function treeWith(companion?: string): string {
  const beside =
    companion === undefined ? {} : { companion: { name: 'gvproxy.yaml', text: companion } }
  const common = { source: 'bottles/web.bottle.ts', dialect: 'claude-bottle', acknowledged: [] }
  return makeProject({
    'web/Smolfile': text,
    'web/manifest.json': manifestText({ ...common, text, ...beside }),
    ...(companion === undefined ? {} : { 'web/gvproxy.yaml': companion }),
  })
}

/** What a review of the two says, and which errors there are. */
async function review(before?: string, after?: string) {
  const { review, diagnostics } = await diffPaths([treeWith(before), treeWith(after)], {}, () => {
    throw new Error('a folder is no file')
  })
  const findings = (review?.bottles ?? []).flatMap((each) => each.findings)
  return {
    shown: review === undefined ? '' : reviewForTerminal(review),
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    findings: findings.map(({ class: kind, path, change }) => `${kind} ${change} ${path}`),
  }
}

describe('the review of a companion', () => {
  it('has nothing to say of one that is the same, whatever its comments say', async () => {
    expect(await review(closed, closed)).toMatchObject({ errors: [], findings: [] })
    const silent = closed.replaceAll(/ *#.*$/gm, '')
    expect(await review(closed, silent)).toMatchObject({ errors: [], findings: [] })
  })

  it('says that another address widens', async () => {
    const other = renderCompanion({ ...own, address: '127.77.0.6' })
    expect(await review(closed, other)).toMatchObject({
      errors: [],
      findings: ['widens changed net[0].address'],
    })
  })

  it('says that one that goes widens, and that there is none', async () => {
    const { shown, ...found } = await review(closed, undefined)
    expect(found).toEqual({ errors: [], findings: ['widens removed net[0].address'] })
    expect(shown).toContain('compared without a gvproxy.yaml of synth')
  })

  it('says that one that comes narrows', async () => {
    const { shown, ...found } = await review(undefined, closed)
    expect(found).toEqual({ errors: [], findings: ['narrows added net[0].address'] })
    expect(shown).not.toContain('compared without a gvproxy.yaml of synth')
  })
})

/** Each line with another value: one that opens, where it is plain what would. */
const forged: Readonly<Record<string, string>> = {
  'interfaces.vfkit': 'unixgram:///run/other.sock',
  'stack.mtu': '1501',
  'stack.subnet': '10.0.0.0/8',
  'stack.gatewayIP': '192.168.127.2',
  'stack.gatewayVirtualIPs.0': '192.168.127.254',
  'stack.nat.192.168.127.253': '127.0.0.1',
  'stack.dns.0.records.0.name': 'metadata.internal',
  'stack.dns.0.records.0.ip': '192.168.127.1',
}

describe('a companion that is forged', () => {
  it('is tried in each of its lines', () => {
    expect(Object.keys(forged)).toEqual(companionLines.map(({ keys }) => keys.join('.')))
  })

  it.each(companionLines)('in $keys is an error, and a finding that widens', async (line) => {
    const value = String(line.value(own))
    const lines = closed.split('\n')
    const [last = ''] = line.keys.slice(-1).map(String)
    const index = lines.findIndex(
      (each) =>
        each.includes(value) &&
        (/^\d+$/.test(last) ? /^ *- 1/.test(each) : each.includes(`${last}:`)),
    )
    const changed = lines.with(
      index,
      (lines[index] ?? '').replace(value, forged[line.keys.join('.')] ?? ''),
    )
    expect(index).toBeGreaterThan(0)
    const { errors, findings } = await review(closed, changed.join('\n'))
    expect(errors).toEqual(['BW020'])
    expect(findings.filter((each) => each.startsWith('widens '))).not.toEqual([])
    expect(findings.filter((each) => each.startsWith('narrows '))).toEqual([])
  })

  it('by a line that is left out is an error, and a finding that widens', async () => {
    const without = closed.replace(/^ *mtu:.*\n/m, '')
    const { errors, findings } = await review(closed, without)
    expect(errors).toEqual(['BW020'])
    expect(findings).toContain('widens removed net[0].address')
  })

  it('on both sides is no less an error', async () => {
    const open = closed.replace(own.address, '127.0.0.1')
    expect((await review(open, open)).errors).toContain('BW020')
  })
})
