import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { startBottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, writeProject } from '../support/project.ts'

const folder = mkdtempSync(join(tmpdir(), 'bottleworks-visible-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let outside = ''
let project = ''

beforeEach(() => {
  outside = mkdtempSync(join(folder, 'outside-'))
  project = mkdtempSync(join(folder, 'project-'))
  writeProject(outside, {
    'config.ts': "export const apiKey = 'THE-SECRET'\nexport type Key = 'THE-SECRET'\n",
    'data.json': '{ "THE-SECRET": { "inner": 1 } }',
    'tsconfig.json': '{ "compilerOptions": { "THE-SECRET": 1 } THE-SECRET }',
    'lib.d.ts': "declare const apiKey: 'THE-SECRET'\n",
  })
})

interface Told {
  readonly code: string
  readonly file?: string
  readonly line?: number
}

/** Runs `bottle`, and says what it told; nothing of what lies outside may be part of it. */
async function run(files: Files, argv: readonly string[] = ['synth']) {
  writeProject(project, files)
  const began = performance.now()
  const { finished } = startBottle([...argv, '--project', project, '--json'], {
    env: { GITHUB_ACTIONS: 'true' },
  })
  const { status, stdout, stderr } = await finished
  expect(stdout + stderr).not.toMatch(/THE-SECRET|root:/)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Told[] }
  const places = diagnostics.map(({ code, file = '', line }) => `${code} ${file}:${line}`)
  return { status, places, diagnostics, stdout, seconds: (performance.now() - began) / 1000 }
}

function source(...lines: readonly string[]): string {
  return [...lines, bottleSource('a')].join('\n')
}

const key = "(null! as typeof import('MODULE')).apiKey"

/** Each way to name a module for its types: MODULE stands for it. */
const ways: Readonly<Record<string, readonly string[]>> = {
  'the type of a module': [`export const a: 1 = ${key}`],
  'a type of a module': ["export const a: import('MODULE').Key = 1 as const"],
  'a type of a module, silenced': ['// @ts-ignore', `export const a: 1 = ${key}`],
  'import type': [
    "import type { apiKey } from 'MODULE'",
    'export const a: 1 = null! as typeof apiKey',
  ],
  'import of a type': ["import { type Key } from 'MODULE'", 'export const a: Key = 1'],
  'import type of everything': ["import type * as o from 'MODULE'", 'export const a: o.Key = 1'],
  'export type': ["export type { Key } from 'MODULE'"],
  'export type of everything': ["export type * from 'MODULE'"],
  'import with require': ["import o = require('MODULE')", 'export const a: 1 = o.apiKey'],
  'import type with require': ["import type o = require('MODULE')", 'export const a: o.Key = 1'],
  augmentation: ["declare module 'MODULE' { export const more: 1 }"],
  'a reference to a path': ['/// <reference path="MODULE" />', 'export const a: 1 = apiKey'],
  'a reference to types': ['/// <reference types="MODULE" />', 'export const a: 1 = apiKey'],
}

describe.each(Object.entries(ways))('%s', (_, lines) => {
  it.each(['absolute', 'upwards', 'a file: URL', 'a package'] as const)(
    'is refused: %s',
    async (where) => {
      const target = {
        absolute: join(outside, 'config.ts'),
        upwards: `../../${outside.slice(folder.length + 1)}/config.ts`,
        'a file: URL': `file://${join(outside, 'config.ts')}`,
        'a package': 'some-package',
      }[where]
      const { status, places } = await run({
        'bottles/a.bottle.ts': source(...lines.map((line) => line.replace('MODULE', target))),
        'node_modules/some-package/package.json': '{ "name": "some-package", "types": "i.d.ts" }',
        'node_modules/some-package/i.d.ts':
          "export const apiKey: 'THE-SECRET'; export type Key = 'THE-SECRET'",
      })
      const line = lines.findIndex((each) => each.includes('MODULE')) + 1
      // What would reach other files is refused wherever the module is.
      const code = /declare module|<reference/.test(lines.join()) ? 'BW107' : 'BW101'
      expect({ status, first: places[0] }).toEqual({
        status: 1,
        first: `${code} bottles/a.bottle.ts:${line}`,
      })
    },
  )
})

describe('a link in the project', () => {
  const cases = {
    'to a file': ['config.ts', './link.ts', 'link.ts'],
    'to a folder': ['', './link/config.ts', 'link'],
    'to data': ['data.json', './link.json', 'link.json'],
  } as const
  it.each(Object.entries(cases))(
    '%s is not followed for types',
    async (_, [target, specifier, name]) => {
      mkdirSync(join(project, 'bottles'))
      symlinkSync(join(outside, target), join(project, 'bottles', name))
      const lines = [`export const a: 1 = (null! as typeof import('${specifier}'))`]
      const { status, places } = await run({ 'bottles/a.bottle.ts': source(...lines) })
      // Bottle files behind a link are not found either, and that is said.
      const unfound = target === '' ? ['BW108 bottles/link:undefined'] : []
      const told = ['BW101 bottles/a.bottle.ts:1', ...unfound]
      expect({ status, places }).toEqual({ status: 1, places: told })
    },
  )

  it('inside the project is not followed either', async () => {
    mkdirSync(join(project, 'bottles'))
    symlinkSync('real.ts', join(project, 'bottles/link.ts'))
    const { places } = await run({
      'bottles/real.ts': 'export type N = 1\n',
      'bottles/a.bottle.ts': source("export type { N } from './link.ts'"),
    })
    expect(places).toEqual(['BW101 bottles/a.bottle.ts:1'])
  })
})

describe('what is no file of at most 1 MiB', () => {
  it('is refused for its types, quickly', async () => {
    mkdirSync(join(project, 'bottles'))
    symlinkSync('/dev/zero', join(project, 'bottles/zero.ts'))
    execFileSync('mkfifo', [join(project, 'bottles/fifo.ts')])
    const lines = ['zero', 'fifo', 'large', 'broken'].map(
      (name) => `import type * as ${name} from './${name}.ts'`,
    )
    const { status, places, seconds } = await run({
      'bottles/large.ts': `export type N = 1 // ${'x'.repeat(1024 * 1024)}\n`,
      'bottles/a.bottle.ts': source(...lines),
    })
    expect({ status, places }).toEqual({
      status: 1,
      places: [1, 2, 3]
        .map((line) => `BW101 bottles/a.bottle.ts:${line}`)
        .concat('BW105 bottles/a.bottle.ts:4'),
    })
    expect(seconds).toBeLessThan(3)
  })
})

it('types of files of the project are seen, also those that nothing evaluates', async () => {
  const { status, places } = await run({
    'bottles/types.ts': "import type { N } from './more.ts'\nexport type M = N\n",
    'bottles/more.ts': 'export type N = 1\n',
    'bottles/data.json': '{ "a": { "b": 1 } }',
    'bottles/shapes.d.ts': 'export declare const shape: 5\n',
    'bottles/a.bottle.ts': source(
      "import type { shape } from './shapes.d.ts'",
      "import type { M } from './types.ts'",
      "export const a: typeof import('./data.json') | M = 1",
      'export const wrong: M = null! as 2 | typeof shape',
    ),
  })
  expect({ status, places }).toEqual({ status: 1, places: ['BW105 bottles/a.bottle.ts:4'] })
})

it('a module that is read for its types alone may import nothing else either', async () => {
  const { places } = await run({
    'bottles/types.ts': `export type N = typeof import('${join(outside, 'config.ts')}').apiKey\n`,
    'bottles/a.bottle.ts': source(
      "import type { N } from './types.ts'",
      'export const a: 1 = null! as N',
    ),
  })
  expect(places).toEqual(['BW101 bottles/types.ts:1'])
})

describe('tsconfig.json', () => {
  const loose = source('export const same = (x) => x')

  it.each([
    ['absolute', () => join(outside, 'tsconfig.json'), 'BW101 tsconfig.json:1'],
    [
      'upwards',
      () => `../${outside.slice(folder.length + 1)}/tsconfig.json`,
      'BW101 tsconfig.json:1',
    ],
    ['upwards through a package', () => '@x/../../../tsconfig.json', 'BW101 tsconfig.json:1'],
    ['a link', () => './link.json', 'BW105 tsconfig.json:1'],
    ['a folder behind a link', () => './far/tsconfig.json', 'BW105 tsconfig.json:1'],
    ['a device', () => './zero.json', 'BW105 tsconfig.json:1'],
  ])('extends nothing outside: %s', async (_, target, expected) => {
    symlinkSync(join(outside, 'tsconfig.json'), join(project, 'link.json'))
    symlinkSync(outside, join(project, 'far'))
    symlinkSync('/dev/zero', join(project, 'zero.json'))
    const { status, places } = await run({
      'bottles/a.bottle.ts': source(),
      'tsconfig.json': JSON.stringify({ extends: target() }),
    })
    expect({ status, places }).toEqual({ status: 1, places: [expected] })
  })

  it.each([
    ['./base.json', { 'base.json': '{ "compilerOptions": { "strict": true } } // comment' }],
    ['./base', { 'base.json': '{ "compilerOptions": { "strict": true, }, }' }],
    [
      './a/base.json',
      {
        'a/base.json': '{ "extends": "../b.json" }',
        'b.json': '{ "compilerOptions": { "strict": true } }',
      },
    ],
    [
      '@acme/base',
      { 'node_modules/@acme/base/tsconfig.json': '{ "compilerOptions": { "strict": true } }' },
    ],
    [
      '@acme/base/strict',
      { 'node_modules/@acme/base/strict.json': '{ "compilerOptions": { "strict": true } }' },
    ],
    [
      '@acme/base/strict.json',
      {
        'node_modules/@acme/base/strict.json': '{ "extends": "./x.json" }',
        'node_modules/@acme/base/x.json': '{ "compilerOptions": { "strict": true } }',
      },
    ],
    ['@acme/not-installed', {}],
  ])('extends %s', async (wanted, files) => {
    const bottle = {
      'bottles/a.bottle.ts': loose,
      'tsconfig.json': JSON.stringify({ extends: wanted }),
    }
    expect(await run({ ...bottle, ...files })).toMatchObject({
      status: 1,
      places: ['BW105 bottles/a.bottle.ts:1'],
    })
    const lax = { extends: [wanted], compilerOptions: { noImplicitAny: false } }
    expect(await run({ 'tsconfig.json': JSON.stringify(lax) })).toMatchObject({
      status: 0,
      places: [],
    })
  })

  it('that extends itself ends', async () => {
    const files = {
      'bottles/a.bottle.ts': source(),
      'tsconfig.json': '{ "extends": "./tsconfig.json" }',
    }
    expect(await run(files)).toMatchObject({ status: 1, places: ['BW105 tsconfig.json:1'] })
  })
})

describe('types that the compiler comes to no end with', () => {
  const letters = "'a'|'b'|'c'|'d'|'e'|'f'|'g'|'h'|'i'|'j'"
  const memory = [
    `type S = ${letters}`,
    'type X = `$' + '{S}$' + '{S}$' + '{S}$' + '{S}`',
    'type Y<T extends string> = T extends string ? { [K in X as `$' +
      '{T}$' +
      '{K}`]: [T, K] } : never',
    'declare const y: Y<X>',
    'export const z: 1 = null! as typeof y',
    'export const q: {[K in X]: {[L in X]: [K, L]}} = 1 as never as { [K in X]: { [L in X]: [K, L, 1]} }',
  ]
  const parts = Array.from({ length: 5 }, (_, index) => `./part${index}.ts`)
  const part = `export type N = 1\nexport const f = () => ({}).${'x'.repeat(900_000)}\n`
  const long = parts.map((path, index) => `import type { N as N${index} } from '${path}'`)

  it('cost the other bottles nothing', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `good-${index}`)
    const good = Object.fromEntries(
      names.map((name) => [`bottles/${name}.bottle.ts`, bottleSource(name)]),
    )
    const { status, places, seconds } = await run(
      {
        ...good,
        'bottles/a.bottle.ts': source(...memory),
        'bottles/m.bottle.ts': [...memory, bottleSource('m')].join('\n'),
        ...Object.fromEntries(parts.map((path) => [`bottles/${path}`, part])),
        'bottles/long.bottle.ts': [...long, bottleSource('long')].join('\n'),
      },
      ['synth', '--keep-going'],
    )
    expect({ status, places }).toEqual({
      status: 1,
      places: ['a', 'long', 'm'].map((name) => `BW106 bottles/${name}.bottle.ts:undefined`),
    })
    for (const name of names) {
      expect(readFileSync(join(project, 'smolfiles', name, 'Smolfile'), 'utf8')).toContain(name)
    }
    expect(seconds).toBeLessThan(20)
  }, 40_000)
})
