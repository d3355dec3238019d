import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../../src/diagnostic/diagnostic.ts'
import { loadBottles } from '../../../src/synth.ts'
import { bottleSource, makeProject, writeProject } from '../../support/project.ts'

const net = ".net(gvproxy('/run/demo.sock'))"

/** Each gateway has an address, so that nothing is said of those that have none. */
const withAddresses = {
  'bottleworks.config.json': JSON.stringify({ gatewayAddresses: '127.77.0.0/16' }),
}

/** What bottleworks says of the bottle `demo`, each as `line:column code message`. */
async function diagnose(calls: string, slug = 'demo', file = slug): Promise<readonly Diagnostic[]> {
  const project = makeProject({
    ...withAddresses,
    [`bottles/${file}.bottle.ts`]: bottleSource(slug, calls),
  })
  return (await loadBottles({ project })).diagnostics
}

interface Case {
  readonly rule: string
  readonly calls: string
  readonly slug?: string
  readonly file?: string
  readonly code: string
  readonly severity?: 'error' | 'warning'
  /** `line:column`, where line 4 is that of `calls`. */
  readonly at: string
  readonly message: string
  readonly hint?: string
}

const slugHint = 'a slug is lower-case letters, digits and single hyphens, such as "web-2"'
const socketHint = 'put the socket at /run/claude-bottle/demo/gvproxy.sock'
const long = `/run/${'x'.repeat(99)}`

const signs = ['#', '?', '%', '%20', '\\n', '\\u001b']

const addresses = `127.0.0.1 127.0.255.255 127.255.255.255 126.255.255.255 128.0.0.1 169.254.169.254
  192.168.1.5 0.0.0.0 127.77.0.05 127.77.5 2135228421 0x7f.77.0.5 127.77.0.5/32 ::1
  ::ffff:127.77.0.5 localhost`.split(/\s+/)

const withAddress = (address: string) =>
  `.net(gvproxy('/run/demo.sock', { address: '${address}' }))`

const cases: readonly Case[] = [
  ...signs.map((sign) => ({
    rule: `refuses the sign ${sign} in a socket path`,
    calls: `.net(gvproxy('/run/a${sign}b.sock'))`,
    code: 'BW018',
    at: '4:4',
    message: 'gvproxy takes it as a URL, in which it means something else',
    hint: socketHint,
  })),
  ...['', ' 127.77.0.5', ...addresses].map((address) => ({
    rule: `refuses the address "${address}" of a gateway`,
    calls: withAddress(address),
    code: 'BW014',
    at: '4:4',
    message: `the address is "${address}"; it must be one IPv4 address in 127.0.0.0/8 and outside 127.0.0.0/16, such as 127.77.0.5`,
  })),
  {
    rule: 'refuses a second device beside one with an address',
    calls: `${withAddress('127.77.0.5')}.net(gvproxy('/run/second.sock'))`,
    code: 'BW016',
    at: '4:60',
    message: 'a device beside one with a gateway: gvproxy.yaml is of one device alone',
  },
  {
    rule: 'refuses a slug with capitals',
    slug: 'Demo',
    calls: net,
    code: 'BW001',
    at: '3:16',
    message: 'the slug "Demo" is malformed',
    hint: slugHint,
  },
  {
    rule: 'refuses a slug with a double hyphen',
    slug: 'a--b',
    calls: net,
    code: 'BW001',
    at: '3:16',
    message: 'the slug "a--b" is malformed',
    hint: slugHint,
  },
  {
    rule: 'refuses a slug of 50 bytes',
    slug: 'a'.repeat(50),
    calls: net,
    code: 'BW001',
    at: '3:16',
    message: `the slug "${'a'.repeat(50)}" is 50 bytes; with "claude-bottle-" a DNS label leaves it 49`,
    hint: slugHint,
  },
  {
    rule: 'refuses a slug that is not the name of its file',
    slug: 'other',
    file: 'demo',
    calls: net,
    code: 'BW002',
    at: '3:16',
    message: 'the slug "other" differs from the file name, which says "demo"',
    hint: 'rename the file to other.bottle.ts, or write "demo"',
  },
  {
    rule: 'refuses a command without arguments',
    calls: `.command(...([] as unknown as [string]))${net}`,
    code: 'BW004',
    at: '4:4',
    message: 'the command has no argument; it needs a program to run',
    hint: "leave .command() out to run 'sleep infinity'",
  },
  {
    rule: 'refuses a command with an empty program',
    calls: `.command('')${net}`,
    code: 'BW004',
    at: '4:4',
    message: 'the command has an empty program; it needs a program to run',
    hint: "leave .command() out to run 'sleep infinity'",
  },
  {
    rule: 'refuses a NUL in an argument',
    calls: `.command('echo', 'a\\0b')${net}`,
    code: 'BW005',
    at: '4:4',
    message:
      'argument 1 of the command has a NUL character, which a Smolfile cannot hold: "a\\u0000b"',
  },
  {
    rule: 'refuses a lone surrogate in the value of a variable',
    calls: `.env({ A: 'x\\ud800' })${net}`,
    code: 'BW005',
    at: '4:4',
    message: 'the value of A has a lone surrogate, which a Smolfile cannot hold: "x\\ud800"',
  },
  {
    rule: 'refuses a NUL in a socket path',
    calls: `.net(gvproxy('/run/\\0.sock'))`,
    code: 'BW005',
    at: '4:4',
    message:
      'the socket path has a NUL character, which a Smolfile cannot hold: "/run/\\u0000.sock"',
  },
  ...['A=B', 'A B', '', 'Ä', 'A\\tB'].map((name) => ({
    rule: `refuses the variable name ${JSON.stringify(name)}`,
    calls: `.env({ '${name}': '1' })${net}`,
    code: 'BW006',
    at: '4:4',
    message: `the name "${name}" of an environment variable is malformed`,
    hint: 'a name is printable ASCII without "=" and space, and not empty',
  })),
  {
    rule: 'refuses a value that is no string, number or boolean',
    calls: `.env({ A: null as unknown as string })${net}`,
    code: 'BW007',
    at: '4:4',
    message: 'env.A is null; it must be (string or number or boolean)',
  },
  {
    rule: 'refuses a number that is not finite',
    calls: `.env({ PORT: Number('x') })${net}`,
    code: 'BW007',
    at: '4:4',
    message: 'env.PORT is null; it must be (string or number or boolean)',
  },
  {
    rule: 'refuses a device of another type',
    calls: `.net({ ...gvproxy('/s'), type: 'tsi' as 'virtio-net' })`,
    code: 'BW007',
    at: '4:4',
    message: 'net[0].type is "tsi"; it must be "virtio-net"',
  },
  {
    rule: 'refuses a bottle without a network device',
    calls: `.env({ A: 1 })`,
    code: 'BW010',
    at: '3:16',
    message:
      "there is no network device; without one libkrun uses TSI, which lets the guest reach the host's 127.0.0.0/8",
    hint: "add .net(gvproxy('/run/claude-bottle/demo/gvproxy.sock'))",
  },
  ...[
    ['', 'is empty'],
    ['run/x.sock', 'is not absolute'],
    ['/run/', 'ends in "/"'],
    ['/run//x', 'has "//"'],
    ['/run/./x', 'has "." or ".."'],
    ['/run/../x', 'has "." or ".."'],
  ].map(([socket, what]) => ({
    rule: `refuses the socket path ${JSON.stringify(socket)}`,
    calls: `.net(gvproxy('${socket}'))`,
    code: 'BW011',
    at: '4:4',
    message: `the socket path "${socket}" ${what}; it must be absolute and normalized`,
    hint: socketHint,
  })),
  {
    rule: 'refuses a socket path longer than 103 bytes',
    calls: `.net(gvproxy('${long}'))`,
    code: 'BW012',
    at: '4:4',
    message: 'the socket path is 104 bytes; a unix socket address holds 103',
    hint: socketHint,
  },
  {
    rule: 'counts the bytes of a socket path, not its characters',
    calls: `.net(gvproxy('/${'é'.repeat(52)}'))`,
    code: 'BW012',
    at: '4:4',
    message: 'the socket path is 105 bytes; a unix socket address holds 103',
    hint: socketHint,
  },
  {
    rule: 'warns of a proxy variable that names another host',
    calls: `.env({ https_proxy: 'http://10.0.0.1:3128' })${net}`,
    code: 'BW030',
    severity: 'warning',
    at: '4:4',
    message: 'https_proxy sends traffic to "10.0.0.1"; the gateway is "proxy.internal"',
    hint: 'use viaGateway()',
  },
  {
    rule: 'warns of a proxy variable that names a port without a service',
    calls: `.env({ HTTP_PROXY: 'http://proxy.internal:9999' })${net}`,
    code: 'BW031',
    severity: 'warning',
    at: '4:4',
    message:
      'HTTP_PROXY names port 9999 of the gateway, which has 8888 (pipelock), 8889 (gitGate), 8890 (supervise)',
    hint: 'use viaGateway()',
  },
  {
    rule: 'warns of a NO_PROXY that covers every host',
    calls: `.env({ NO_PROXY: 'localhost, *' })${net}`,
    code: 'BW032',
    severity: 'warning',
    at: '4:4',
    message: 'NO_PROXY is "localhost, *": "*" goes around the gateway for every host',
    hint: 'list the hosts by name',
  },
  {
    rule: 'warns of a variable whose name says that it is a secret',
    calls: `.env({ GITHUB_TOKEN: 'hunter2' })${net}`,
    code: 'BW033',
    severity: 'warning',
    at: '4:4',
    message:
      'GITHUB_TOKEN looks like a secret: its name says so; it would be committed in plain text',
    hint: 'hand the secret to the bottle when it starts, or behind the gateway',
  },
  {
    rule: 'warns of a value that has the form of a token, and does not repeat it',
    calls: `.env({ X: 'ghp_${'a1'.repeat(18)}' })${net}`,
    code: 'BW033',
    severity: 'warning',
    at: '4:4',
    message:
      'X looks like a secret: its value has the form of a GitHub token; it would be committed in plain text',
    hint: 'hand the secret to the bottle when it starts, or behind the gateway',
  },
  {
    rule: 'warns of a program that is a line of a shell',
    calls: `.command('claude --print')${net}`,
    code: 'BW086',
    severity: 'warning',
    at: '4:4',
    message: 'command has the program "claude --print", with a blank: no shell splits it',
    hint: 'give each argument by itself, or run a shell: "sh", "-c", "…"',
  },
  {
    rule: 'refuses to acknowledge an error',
    calls: `.acknowledge('BW010', 'why')${net}`,
    code: 'BW034',
    at: '4:4',
    message: '"BW010" cannot be acknowledged',
    hint: 'what can be acknowledged is BW017, BW019, BW030, BW031, BW032, BW033, BW036, BW060, BW061, BW062, BW063, BW064, BW065, BW066, BW080, BW081, BW082, BW083, BW084, BW085, BW086',
  },
  {
    rule: 'refuses an acknowledgement without a reason',
    calls: `.acknowledge('BW032', ' ').env({ NO_PROXY: '*' })${net}`,
    code: 'BW034',
    at: '4:4',
    message: 'the acknowledgement of BW032 gives no reason',
    hint: 'say why it is right here, for whoever reviews the file',
  },
  {
    rule: 'refuses to acknowledge a rule that there is not',
    calls: `.acknowledge('nonsense' as 'BW032', 'why')${net}`,
    code: 'BW034',
    at: '4:4',
    message: '"nonsense" cannot be acknowledged',
    hint: 'what can be acknowledged is BW017, BW019, BW030, BW031, BW032, BW033, BW036, BW060, BW061, BW062, BW063, BW064, BW065, BW066, BW080, BW081, BW082, BW083, BW084, BW085, BW086',
  },
  {
    rule: 'warns of an acknowledgement that nothing needs',
    calls: `.acknowledge('BW032', 'why')${net}`,
    code: 'BW035',
    severity: 'warning',
    at: '4:4',
    message: 'BW032 is acknowledged, but this bottle does not raise it',
    hint: 'remove the call',
  },
]

/** The cases, each with a slug of its own, so that one run in one project shows them all. */
const named = cases.map((each, index) => {
  const slug = each.slug ?? `demo-${index}`
  const own = (text: string) => (each.slug === undefined ? text.replaceAll('demo', slug) : text)
  const { file = slug, calls, message, hint } = each
  const owned = {
    calls: own(calls).replace(/demo(?:-\d+)?\.sock/, `${index}.sock`),
    message: own(message),
  }
  return { ...each, ...owned, ...(hint === undefined ? {} : { hint: own(hint) }), slug, file }
})

describe('the rules of the claude-bottle dialect', () => {
  let diagnostics: readonly Diagnostic[] = []

  beforeAll(async () => {
    const project = mkdtempSync(join(tmpdir(), 'rules-'))
    for (const { file, slug, calls } of named) {
      writeProject(project, {
        ...withAddresses,
        [`bottles/${file}.bottle.ts`]: bottleSource(slug, calls),
      })
    }
    diagnostics = (await loadBottles({ project })).diagnostics
    rmSync(project, { recursive: true })
  })

  it.each(named)('$rule', ({ file, code, severity = 'error', at, message, hint }) => {
    const path = `bottles/${file}.bottle.ts`
    const [diagnostic, ...others] = diagnostics.filter(({ origin }) => origin?.file === path)
    expect(others).toEqual([])
    const { line, column } = diagnostic?.origin ?? {}
    expect({ ...diagnostic, origin: `${line}:${column}` }).toMatchObject({
      code,
      severity,
      message: expect.stringContaining(message),
      origin: at,
      ...(hint === undefined ? {} : { hint }),
    })
  })

  it('takes a socket path of at most 103 bytes, and a slug of exactly 49', async () => {
    const codesOf = async (bytes: number) => {
      const socket = `/run/${'x'.repeat(bytes - 5)}`
      const found = await diagnose(`.net(gvproxy('${socket}'))`, 'a'.repeat(49))
      return found.map(({ code, message }) => `${code} ${message}`)
    }
    const older = 'libkrun up to 1.18.1 takes'
    expect(await codesOf(93)).toEqual([])
    expect(await codesOf(94)).toEqual([`BW019 the socket path is 94 bytes; ${older} 93 on macOS`])
    expect(await codesOf(103)).toEqual([
      `BW019 the socket path is 103 bytes; ${older} 97 on Linux and 93 on macOS`,
    ])
  })

  it('takes an acknowledged warning as settled', async () => {
    const calls = `.env({ NO_PROXY: '*' }).acknowledge('BW032', 'only compiles')${net}`
    expect(await diagnose(calls)).toEqual([])
  })

  it('names both places when two bottles use one socket', async () => {
    const project = makeProject({
      ...withAddresses,
      'bottles/a.bottle.ts': bottleSource('a', ".net(gvproxy('/run/x.sock'))"),
      'bottles/b.bottle.ts': bottleSource('b', ".env({ A: 1 })\n  .net(gvproxy('/run/x.sock'))"),
    })
    const { diagnostics, bottles } = await loadBottles({ project })
    expect(bottles).toEqual([])
    const message =
      'the socket "/run/x.sock" is used by the bottles "a", "b"; gvproxy serves one VM a socket'
    expect(diagnostics).toMatchObject([
      { code: 'BW013', message, hint: 'also at bottles/b.bottle.ts:5:4', origin: { line: 4 } },
      { code: 'BW013', message, hint: 'also at bottles/a.bottle.ts:4:4', origin: { line: 5 } },
    ])
  })

  it('names both places when one bottle uses a socket twice', async () => {
    const diagnostics = await diagnose(".net(gvproxy('/s'))\n  .net(gvproxy('/s'))")
    const message = 'the socket "/s" is used twice in this bottle; gvproxy serves one VM a socket'
    expect(diagnostics.filter(({ code }) => code !== 'BW016')).toMatchObject([
      { code: 'BW013', message, hint: 'also at bottles/demo.bottle.ts:5:4' },
      { code: 'BW013', message, hint: 'also at bottles/demo.bottle.ts:4:4' },
    ])
  })

  it('reports the setting that a preset made at the place in the preset', async () => {
    const project = makeProject({
      ...withAddresses,
      'bottles/presets/open.ts': `import type { BottleBuilder } from 'bottleworks'
export const open = (builder: BottleBuilder) =>
  builder
    .env({
      NO_PROXY: '*',
    })
`,
      'bottles/demo.bottle.ts': `import { bottle, gvproxy } from 'bottleworks'
import { open } from './presets/open.ts'
export default bottle('demo').use(open).net(gvproxy('/s'))
`,
    })
    const { diagnostics } = await loadBottles({ project })
    expect(diagnostics).toMatchObject([
      { code: 'BW032', origin: { file: 'bottles/presets/open.ts', line: 4, column: 6 } },
    ])
  })

  it('shows everything that is wrong at once, sorted by place', async () => {
    const diagnostics = await diagnose(
      ".env({ 'A B': 1, HTTP_PROXY: 'http://evil' })\n  .command('')\n  .net(gvproxy('x'))",
    )
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(['BW004', 'BW006', 'BW011', 'BW030'])
  })
})
