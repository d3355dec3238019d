import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { bwrapCommand } from '../../src/gateway/bwrap-command.ts'
import type { GatewayRun } from '../../src/gateway/gateway-run.ts'
import { refuseRun } from '../../src/gateway/gateway-run.ts'
import type { ProxyAddress } from '../../src/gateway/proxy-address.ts'
import { isRefusal, readProxyAddress } from '../../src/gateway/proxy-address.ts'
import { makeSharedProject } from '../support/project.ts'

const folder = makeSharedProject()
const programs = join(folder, 'programs')
/** Where each process writes a file of its own, since several write at once. */
const said = join(folder, 'said')
const canary = join(folder, 'canary')

/** Stand in for the real programs: write down how they are called; bwrap runs what is behind `--`. */
const record = `{ printf '%s\\0' "$(basename "$0")" "$@"; printf '\\n'; } >> ${said}/$$\n`
// As the real one it goes on: with its end all bridges end, also those that have not begun.
const wait = `tries=0
while [ "$(cat ${said}/* | grep -ac '^socat')" -lt "$BRIDGES" ] && [ $tries -lt 100 ]; do
  sleep 0.02
  tries=$((tries + 1))
done
`
const unwrap = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"\n'
const after: Readonly<Record<string, string>> = { gvproxy: wait, bwrap: unwrap }
mkdirSync(programs)
for (const name of ['socat', 'gvproxy', 'bwrap']) {
  const path = join(programs, name)
  writeFileSync(path, `#!/bin/sh\n${record}${after[name] ?? ''}`)
  chmodSync(path, 0o755)
}

beforeEach(forget)

function forget(): void {
  rmSync(said, { recursive: true, force: true })
  mkdirSync(said)
}

function runOf(parts: Partial<GatewayRun> = {}): GatewayRun {
  return {
    slug: 'demo',
    socket: join(folder, 'run/demo/gvproxy.sock'),
    configuration: join(folder, 'smolfiles/demo/gvproxy.yaml'),
    address: '127.77.0.5',
    proxies: new Map(),
    ...parts,
  }
}

function refusals(run: GatewayRun): readonly string[] {
  const place = { slug: run.slug, socket: run.socket, others: [], project: join(folder, 'p') }
  return refuseRun(run, place).map(({ message }) => message)
}

/** How each program was called, when sh runs the text. */
function calls(text: string): readonly (readonly string[])[] {
  forget()
  const BRIDGES = String(text.match(/\bsocat /g)?.length ?? 0)
  const env = { PATH: `${programs}:${process.env.PATH}`, HOME: folder, BRIDGES }
  const { status, stderr } = spawnSync('sh', ['-c', text], { cwd: folder, env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const files = readdirSync(said).map((name) => readFileSync(join(said, name), 'utf8'))
  const lines = files.flatMap((each) => each.split('\0\n').slice(0, -1))
  return lines.map((line) => line.split('\0'))
}

function called(text: string, program: string): readonly (readonly string[])[] {
  return calls(text).flatMap(([name, ...argv]) => (name === program ? [argv] : []))
}

const hostile = [
  ...[' ', '\t', '\n', '\r', '\0', '$HOME', '$(touch canary)', '`touch canary`', ';touch canary;'],
  ...[
    "'",
    '"',
    '\\',
    '*',
    '?',
    '[a]',
    '~',
    '!',
    '!!',
    '&',
    '|',
    '>canary',
    '<x',
    '#',
    '%2f',
    '{a,b}',
  ],
  ...[',', ',fork', ',exec=x', ':', '=', '^', '(', ')', 'é', '日本', '\u202e', '\u007f', '\ud800'],
]

describe('what is printed for sh', () => {
  it('runs gvproxy in a box with one writable folder, behind a bridge for each proxy', () => {
    const proxies = new Map<string, ProxyAddress>([
      ['pipelock', { unix: join(folder, 'proxies/pipelock.sock') }],
      ['supervise', { unix: join(folder, 'proxies/supervise.sock') }],
    ])
    const run = runOf({ proxies })
    const text = bwrapCommand(run)
    expect(called(text, 'gvproxy')).toEqual([['-config', run.configuration]])
    expect([...called(text, 'socat')].sort()).toEqual([
      [
        'TCP-LISTEN:8888,bind=127.77.0.5,reuseaddr,fork',
        `UNIX-CONNECT:${folder}/proxies/pipelock.sock`,
      ],
      [
        'TCP-LISTEN:8890,bind=127.77.0.5,reuseaddr,fork',
        `UNIX-CONNECT:${folder}/proxies/supervise.sock`,
      ],
    ])
    const [box = []] = called(text, 'bwrap')
    expect(box.slice(0, box.indexOf('--')).join(' ')).toBe(
      `--unshare-all --die-with-parent --new-session --cap-drop ALL --ro-bind / / --dev /dev --proc /proc --bind ${folder}/run/demo ${folder}/run/demo --chdir /`,
    )
  })

  it('reaches a proxy at an address by a bridge outside, and leaves nothing behind', () => {
    const proxies = new Map([['git-gate', { host: '[::1]', port: 9000 }]])
    const socats = called(bwrapCommand(runOf({ proxies })), 'socat')
    const outer = socats.find(([listen]) => listen?.startsWith('UNIX-LISTEN')) ?? []
    const [, bridges = ''] =
      /^UNIX-LISTEN:(.*)\/git-gate\.sock,mode=600,fork$/.exec(outer[0] ?? '') ?? []
    expect(outer[1]).toBe('TCP:[::1]:9000')
    expect(bridges).toMatch(/^\/tmp\/bottle-gateway\./)
    expect(socats).toContainEqual([
      'TCP-LISTEN:8889,bind=127.77.0.5,reuseaddr,fork',
      `UNIX-CONNECT:${bridges}/git-gate.sock`,
    ])
    expect(existsSync(bridges)).toBe(false)
  })

  it.each(hostile)('has no path with %j', (sign) => {
    const socket = join(folder, 'run', `a${sign}b`, 'demo/gvproxy.sock')
    const configuration = `${folder}/p${sign}/smolfiles/demo/gvproxy.yaml`
    expect(refusals(runOf({ socket })).join()).toMatch(/^the socket is ".*letters, digits/s)
    expect(refusals(runOf({ configuration })).join()).toMatch(
      /configuration of gvproxy is ".*letters/s,
    )
    expect(readProxyAddress('pipelock', `unix:/run/p${sign}/x.sock`)).toHaveProperty('hint')
    expect(readProxyAddress('pipelock', `a${sign}b:80`)).toHaveProperty('hint')
    expect(readProxyAddress('pipelock', `localhost:80${sign}`)).toHaveProperty('hint')
    expect(existsSync(canary)).toBe(false)
  })

  it('is, of any paths that are not refused, the same paths to the programs', () => {
    const name = fc
      .array(fc.oneof(fc.constantFrom(...'aZ09._@+-'), fc.constantFrom(...hostile)), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(''))
    const names = fc.tuple(name, name, name)
    const check = ([first, second, third]: readonly [string, string, string]) => {
      const proxy = readProxyAddress('pipelock', `unix:${folder}/${third}/p.sock`)
      const run = runOf({
        socket: `${folder}/run/${first}/demo/gvproxy.sock`,
        configuration: `${folder}/${second}/gvproxy.yaml`,
      })
      const isRefused = isRefusal(proxy) || refusals(run).length > 0
      const isPlain = [first, second, third].every((each) =>
        /^(?!\.\.?$)[A-Za-z0-9._@+-]+$/.test(each),
      )
      expect(isRefused).toBe(!isPlain)
      if (isRefusal(proxy) || isRefused) return
      const text = bwrapCommand({ ...run, proxies: new Map([['pipelock', proxy]]) })
      const all = calls(text)
      expect(all).toContainEqual(['gvproxy', '-config', run.configuration])
      expect(all.flat()).toContain(`UNIX-CONNECT:${folder}/${third}/p.sock`)
      expect(all.flat()).toContain(dirname(run.socket))
      expect(existsSync(canary)).toBe(false)
    }
    fc.assert(fc.property(names, check), {
      numRuns: 60,
      examples: [[['a-b', 'x@1', 'p+q']], [['-', '-rf', '@']], [['.x', '...', '_']]],
    })
  })
})

describe('the address of a proxy', () => {
  it.each([
    ['unix:/run/p.sock', { unix: '/run/p.sock' }],
    ['127.0.0.1:9000', { host: '127.0.0.1', port: 9000 }],
    ['proxies.example.com:1', { host: 'proxies.example.com', port: 1 }],
    ['[2001:db8::1]:65535', { host: '[2001:db8::1]', port: 65_535 }],
  ])('is read of %s', (text, expected) => {
    expect(readProxyAddress('pipelock', text)).toEqual(expected)
  })

  it.each([
    ...[
      '',
      'unix:',
      'unix:p.sock',
      'unix:/',
      'unix:/a/../b',
      'unix:/a//b',
      'unix:/a/',
      '/run/p.sock',
    ],
    ...['9000', ':9000', 'host', 'host:', 'host:0', 'host:65536', 'host:080', 'host:1:2', '::1:80'],
    ...['[::1]', '[::1%lo]:80', '[zz]:80', '-a:80', 'a_b:80', 'http://a:80', 'a:80/x', ' a:80'],
    `unix:/${'x'.repeat(107)}`,
  ])('is not %j', (text) => {
    expect(readProxyAddress('pipelock', text)).toHaveProperty('hint')
  })
})
