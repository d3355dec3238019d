import { describe, expect, it } from 'vitest'
import { diagnosticCodes } from '../../src/diagnostic/catalogue.ts'
import { bottle } from '../support/command.ts'
import { bottleSource, makeProject } from '../support/project.ts'

const explain = (...argv: readonly string[]) => bottle(['explain', ...argv])

describe('explain of a code', () => {
  it('shows why it matters, both examples, how to accept it and what upstream says', () => {
    expect(explain('BW032')).toEqual({
      status: 0,
      stderr: '',
      stdout: `warning BW032: NO_PROXY covers every host

With \`*\` programs use the proxy for no host at all, so nothing is filtered or
logged by it. What the network lets through, the bottle then reaches directly.

Bad:
  import { bottle, gvproxy, viaGateway } from 'bottleworks'

  export default bottle('web')
    .use(viaGateway({ noProxy: '*' }))
    .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))

Good:
  import { bottle, gvproxy, viaGateway } from 'bottleworks'

  export default bottle('web')
    .use(viaGateway({ noProxy: ['localhost', '127.0.0.1'] }))
    .net(gvproxy('/run/web/gvproxy.sock', { address: '127.77.0.5' }))

Acknowledge:
  Accept it when the bottle talks to no host at all, for instance when it only
  compiles.

  .acknowledge('BW032', '…')

Upstream:
  curl reads a single \`*\` in NO_PROXY as every host.
`,
    })
  })

  it('says of an error no way to accept it', () => {
    expect(explain('BW012').stdout).not.toContain('cknowledge')
  })

  it('takes a code in lower case, unless a bottle has that slug', () => {
    expect(explain('bw012').stdout).toMatch(/^error BW012: /)
    const project = makeProject({ 'bottles/bw012.bottle.ts': bottleSource('bw012') })
    expect(explain('bw012', '--project', project).stdout).toMatch(/^name = "claude-bottle-bw012"/)
    expect(explain('BW012', '--project', project).stdout).toMatch(/^error BW012: /)
  })

  it('is one document with --json', () => {
    const { status, stdout, stderr } = explain('BW010', '--json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      code: 'BW010',
      severity: 'error',
      title: 'there is no network device',
      why: expect.stringContaining('127.0.0.0/8'),
      bad: { bottle: expect.stringContaining('bottle(') },
      good: { bottle: expect.stringContaining('.net(gvproxy(') },
      upstream: expect.stringContaining('libkrun'),
      uri: 'urn:bottleworks:BW010',
    })
    expect(JSON.parse(explain('BW060', '--json').stdout)).toMatchObject({
      accept: expect.stringMatching(/^Accept it when /),
      acknowledgement: ".acknowledge('BW060', '…')",
    })
  })

  it('suggests the nearest code', () => {
    expect(explain('BW12')).toEqual({
      status: 64,
      stdout: '',
      stderr: `error: unknown code "BW12"
(did you mean BW012?)
(bottle explain --codes lists the codes)
`,
    })
    expect(explain('BW99999')).toMatchObject({ status: 64, stdout: '' })
  })

  it('has no settings', () => {
    const stderr = 'error: "BW012" is a code, which has no setting "env"\n'
    expect(explain('BW012', 'env')).toEqual({ status: 64, stdout: '', stderr })
  })
})

describe('explain --codes', () => {
  it('lists every code in at most 80 columns', () => {
    const { status, stdout, stderr } = explain('--codes')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines.map((line) => line.slice(0, 5))).toEqual(diagnosticCodes)
    expect(lines).toContain('BW012  error    the socket path is too long')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('is one document with --json', () => {
    const { ok, codes } = JSON.parse(explain('--codes', '--json').stdout)
    expect(ok).toBe(true)
    expect(codes.map(({ code }: { code: string }) => code)).toEqual(diagnosticCodes)
  })

  it('takes no argument', () => {
    expect(explain('--codes', 'BW012')).toEqual({
      status: 64,
      stdout: '',
      stderr: 'error: --codes lists all codes and takes no argument\n',
    })
  })
})

describe('explain of nothing', () => {
  it('says what there is to explain', () => {
    expect(explain()).toEqual({
      status: 64,
      stdout: '',
      stderr: `error: missing required argument 'slug'
(bottle explain SLUG shows a bottle, bottle explain BW012 a code)
(bottle explain --codes lists the codes)
`,
    })
  })
})
