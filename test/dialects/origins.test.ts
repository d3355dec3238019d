import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnosticCodes } from '../../src/diagnostic/catalogue.ts'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import type { DialectName } from '../../src/dialects/dialects.ts'
import { synth } from '../../src/synth.ts'
import { writeProject } from '../support/project.ts'

/** For each code, the call that it is about, and the calls that it needs before it. */
type Cases = Readonly<Record<string, readonly [call: string, before?: string]>>

const device = ".net(gvproxy('/run/a.sock'))"
const addressed = (name: string) => `.net(gvproxy('/run/${name}.sock', { address: '127.77.0.5' }))`
const virtio = '.net(virtioNet())'
const key = 'AKIAABCDEFGHABCDEFGH'

const cases: Readonly<Record<DialectName, Cases>> = {
  'claude-bottle': {
    BW004: [".command('')"],
    BW005: [".command('a', '\\0')"],
    BW006: [".env({ 'A B': 1 })"],
    BW007: ['.env({ A: NaN })'],
    BW011: [".net(gvproxy('run.sock'))"],
    BW012: [`.net(gvproxy('/run/${'x'.repeat(100)}'))`],
    BW013: [device, device],
    BW014: [".net(gvproxy('/run/b.sock', { address: '127.0.0.1' }))"],
    BW015: [addressed('c'), addressed('d')],
    BW016: [".net(gvproxy('/run/e.sock'))", addressed('f')],
    BW018: [".net(gvproxy('/run/g#1.sock'))"],
    BW019: [`.net(gvproxy('/run/${'x'.repeat(97)}'))`],
    BW030: [".env({ HTTP_PROXY: 'http://other.example' })"],
    BW031: [".env({ HTTP_PROXY: 'http://proxy.internal:1' })"],
    BW032: [".env({ NO_PROXY: '*' })"],
    BW033: [".env({ API_TOKEN: 'x' })"],
    BW034: [".acknowledge('BW032', '')"],
    BW035: [".acknowledge('BW030', 'not raised')"],
    BW036: [".env({ A: '\\u200b' })"],
  },
  smolvm: {
    BW004: [".entrypoint('')"],
    BW005: [".cmd('a', '\\0')"],
    BW006: [".env({ 'A B': 1 })"],
    BW007: ['.cpus(256)'],
    BW033: [".env({ API_TOKEN: 'x' })"],
    BW034: [".acknowledge('BW061', '')"],
    BW035: [".acknowledge('BW061', 'not raised')"],
    BW008: [".env({ PS1: '$ ' })"],
    BW040: [".env(['NAME'])"],
    BW041: ['.memory(1)'],
    BW042: [".stopSignal('NOPE')"],
    BW043: [".restart({ maxBackoff: '1.5s' })"],
    BW044: ['.ports(0)', virtio],
    BW045: [".ports('80:81')", `${virtio}.ports(80)`],
    BW046: ['.ports({ host: [1, 65], guest: [1, 65] })', virtio],
    BW047: [".volumes('~/a:/a')"],
    BW048: [".volumes('./b:/a')", ".volumes('./a:/a')"],
    BW049: [".net(virtioNet({ allowHosts: ['a.example:443'] }))"],
    BW050: [".net(virtioNet({ allowCidrs: ['191.168.1.600'] }))"],
    BW051: ['.fork({ poolSize: 2 })'],
    BW052: ['.branch({ enabled: true })', '.fork({ enabled: true })'],
    BW053: [".secret('A', hostFile('relative'))"],
    BW054: [".workdir('relative')"],
    BW056: ['.dev({ ports: [80] })', ".net(tsi({ reason: 'why' }))"],
    BW057: [".net(rawNet({ backend: 'virtio-net' }))"],
    BW058: [".net(virtioNet({ credentials: [{ name: 'a', allowedHosts: [] }] }))"],
    BW059: [`.env({ ID: '${key}' })`],
    BW061: ['.dockerSocket()'],
    BW062: [".volumes('/home/ada:/host')"],
    BW063: [".net(virtioNet({ allowCidrs: ['::/0'] }))"],
    BW064: ['.auth({ sshAgent: true })', virtio],
    BW065: ['.gpuVram(512)'],
    BW066: ['.cpus(32)'],
    BW068: [".net(virtioNet({ allowUdp: ['time.example'] }))"],
    BW069: [".volumes('/etc:/host:ro')"],
    BW080: [".net(rawNet({ net: false, allowHosts: ['a.example'], blockPrivate: true }))"],
    BW081: [".net(rawNet({ net: true, backend: 'virtio-net' }))"],
    BW082: [".net(virtioNet({ allowHosts: ['a.example'], blockPrivate: false }))"],
    BW083: [".net(virtioNet({ allowCidrs: ['169.254.0.0/16'] }))"],
    BW084: [".net(virtioNet({ allowCidrs: ['192.0.2.7'] }))"],
    BW085: [".net(virtioNet({ allowHosts: ['co.uk'] }))"],
    BW086: [".entrypoint('python -m web')"],
    BW087: [".net(virtioNet({ allowHosts: ['a.example'], allowCidrs: ['10.0.0.0/8'] }))"],
  },
}

/** Codes that no rule about a setting of one machine gives, or none that a builder can break. */
const elsewhere: Readonly<Record<DialectName, readonly string[]>> = {
  // Nothing takes blanks off the values of a claude-bottle; the first device alone is warned of, and
  // a companion is no bottle's call.
  'claude-bottle': ['BW001', 'BW002', 'BW003', 'BW008', 'BW010', 'BW017', 'BW020'],
  // TSI's reason accepts BW060, and a list never stands for a table in a builder: see vet.
  smolvm: ['BW001', 'BW002', 'BW003', 'BW060', 'BW067'],
}

const makers: Readonly<Record<DialectName, string>> = {
  'claude-bottle': 'bottle',
  smolvm: 'machine',
}
const imports = 'bottle, gvproxy, hostFile, machine, rawNet, tsi, virtioNet'
const line = 5

describe.each(Object.keys(cases) as DialectName[])('the rules of the dialect %s', (name) => {
  let project = ''
  let found: readonly Diagnostic[] = []

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'origins-'))
    const files = Object.entries(cases[name]).map(([code, [call, before = '']]) => {
      const slug = code.toLowerCase()
      // Only the one bottle that is about sockets has a socket of others.
      const own = name === 'claude-bottle' ? `.net(gvproxy('/run/${slug}.sock'))` : ''
      const text = `import { ${imports} } from 'bottleworks'
export default ${makers[name]}('${slug}')
  .env({ BEFORE: 1 })
  ${own}${before}
  ${call}
  .env({ AFTER: 1 })
`
      return [`bottles/${slug}.bottle.ts`, text] as const
    })
    writeProject(project, Object.fromEntries(files))
    found = (await synth({ project, types: false })).diagnostics
  })

  afterAll(() => rmSync(project, { recursive: true }))

  it.each(Object.keys(cases[name]))('report %s at the call that it is about', (code) => {
    const file = `bottles/${code.toLowerCase()}.bottle.ts`
    const places = found
      .filter((each) => each.origin?.file === file && each.code === code)
      .map(({ origin }) => `${origin?.line}:${origin?.column}`)
    // The place of a call is that of its name, behind the dot.
    expect(places).toContain(`${line}:4`)
  })

  it('are all here', () => {
    const known = new Set(Object.keys(cases[name]).concat(elsewhere[name]))
    const own = diagnosticCodes.filter((code) =>
      name === 'smolvm'
        ? /^BW0[0456]/.test(code) && !claudeOnly.has(code)
        : /^BW0[0123]/.test(code),
    )
    expect(own.filter((code) => !known.has(code))).toEqual([])
  })
})

const claudeOnly = new Set(['BW010', 'BW011', 'BW012', 'BW013'])
