import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startBottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeProject, quietDevice, writeProject } from '../support/project.ts'

/** What would be said of the neighbours if a name of it were declared, or changed. */
const names = ['document', 'Planted', 'Object.planted', "'a'.planted", 'planted.name']

function source(slug: string, ...lines: readonly string[]): string {
  return [
    ...lines,
    "import { bottle, gvproxy } from 'bottleworks'",
    `export default bottle('${slug}')${quietDevice(`/run/${slug}.sock`)}`,
    '',
  ].join('\n')
}

const uses = names.map(
  (name, at) => `// @ts-expect-error it is not there\nexport const use${at} = () => ${name}`,
)
const neighbours: Files = {
  'bottles/a.bottle.ts': source('a'),
  'bottles/b.bottle.ts': source(
    'b',
    ...uses,
    "import { kept, size } from './preset.ts'",
    "import pem from './ca.pem' with { type: 'text' }",
    'export const sizes: number = size({ small: true }) + pem.length + kept.length',
    "export const keys: string = Object.keys({ a: 1 }).map((each) => each + '').join()",
  ),
  'bottles/preset.ts':
    'export interface Options { small: boolean }\nexport const size = (o: Options) => Number(o.small)\nexport const kept: string[] = []\n',
  'bottles/ca.pem': 'pem',
}

interface Told {
  readonly code: string
  readonly file?: string
  readonly line?: number
}

async function synth(project: string) {
  const argv = ['synth', '--keep-going', '--no-cache', '--json', '--project', project]
  const { stdout, stderr } = await startBottle(argv).finished
  expect(stderr).toBe('')
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Told[] }
  for (const slug of ['a', 'b']) {
    const text = readFileSync(join(project, `smolfiles/${slug}/Smolfile`), 'utf8')
    expect(text).toContain(`/run/${slug}.sock`)
  }
  return diagnostics.map(({ code, file = '', line }) => `${code} ${file.slice(8)}:${line}`)
}

const globals =
  'interface ObjectConstructor { keys(of: object): number; planted: 1 } interface String { planted: 1 } declare const document: 1, Planted: 1, planted: { name: 1 }'
const inGlobal = globals.replaceAll('declare const', 'const')

const declarations: Readonly<Record<string, string>> = {
  'of the language': "declare module 'bottleworks' { export const gvproxy: 1 }",
  'of a preset': "declare module './preset.ts' { export interface Options { large: boolean } }",
  'of a neighbour': "declare module './a.bottle.ts' { const a: 1; export default a }",
  'of kinds of files': "declare module '*.pem' { const n: { a: 1 }; export default n }",
  'of everything': "declare module '*' { const n: { a: 1 }; export default n }",
  'of a module that is none': "declare module './none.ts' { export const n: 1 }",
  'for all': `declare global { ${inGlobal} }`,
  'with comments between': `declare/* */global // x\n{ ${inGlobal} }`,
  'with unusual spaces': `declare\u0085global\u200b\u3000{ ${inGlobal} }`,
  'with escapes': `decl\\u0061re gl\\u{6f}bal { ${inGlobal} }`,
  'without a keyword': `global { ${inGlobal} }`,
  'behind an error': `const = 1; declare module 'bottleworks' { export const gvproxy: 1 }`,
  'in a class': `class X { declare global { ${inGlobal} } }`,
  'beside what is large': `// ${'x'.repeat(10_000)}\ndeclare global { ${inGlobal} }`,
  'a library': '/// <reference lib="dom" />',
  'a library in other words': "///<Reference   no='1' LIB='dom'/>",
  'another file': '/// <reference path="./script.d.ts" />',
}

describe('what a bottle declares', () => {
  it.each(Object.entries(declarations))('holds for no other one: %s', async (_, text) => {
    const project = makeProject({
      ...neighbours,
      'bottles/script.d.ts': globals,
      'bottles/y.bottle.ts': source('y', text),
    })
    const told = await synth(project)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^BW10[47] y\.bottle\.ts:\d+$/)
  })

  it.each(Object.entries(declarations))(
    'holds for none where a module does: %s',
    async (_, text) => {
      const project = makeProject({
        ...neighbours,
        'bottles/script.d.ts': globals,
        'bottles/evaluated.ts': `${text}\nexport const n = 1`,
        'bottles/y.bottle.ts': source('y', "import { n } from './evaluated.ts'", 'console.log(n)'),
        'bottles/z.bottle.ts': source('z', "export type { n } from './evaluated.ts'"),
      })
      const told = await synth(project)
      expect(told).toHaveLength(1)
      expect(told[0]).toMatch(/^BW10[47] evaluated\.ts:\d+$/)
      expect(readdirSync(join(project, 'smolfiles')).sort()).toEqual(['a', 'b'])
    },
  )
})

describe('a file of declarations', () => {
  const ways = {
    'import type': "import type {} from './script.d.ts'",
    'export type': "export type * from './script.d.ts'",
    'the type of it': "export type X = typeof import('./script.d.ts')",
    'of a script': "import type {} from './script.js'",
  }
  it.each(Object.entries(ways))('declares for nobody else: %s', async (_, line) => {
    const project = makeProject({
      ...neighbours,
      'bottles/script.d.ts': `${globals}\n/* `,
      'bottles/script.js': `${globals}\n/* `,
      'bottles/y.bottle.ts': source('y', line),
    })
    const told = await synth(project)
    expect(told.filter((each) => !/^BW10[145] (?:y\.bottle|script)\./.test(each))).toEqual([])
  })

  it.each([
    ['a name for scripts', 'export as namespace Planted\nexport const n: 1'],
    ['an augmentation', "declare module 'bottleworks' { export const gvproxy: 1 }"],
    ['a library', '/// <reference lib="dom" />\nexport declare const n: 1'],
  ])('that would is refused: %s', async (_, text) => {
    const project = makeProject({
      ...neighbours,
      'bottles/types.d.ts': text,
      'bottles/y.bottle.ts': source('y', "export type * from './types.d.ts'"),
    })
    expect(await synth(project)).toEqual(['BW101 y.bottle.ts:1'])
  })

  it('is one by a name that the compiler takes for one', async () => {
    const project = makeProject({ ...neighbours, 'bottles/y.d.bottle.ts': globals })
    const told = await synth(project)
    expect(told.every((each) => each.includes('y.d.bottle.ts'))).toBe(true)
  })

  it('says which names a module has', async () => {
    const project = makeProject({
      ...neighbours,
      'bottles/script.js': 'export const n = 1',
      'bottles/script.d.ts': 'declare const m: 1\nexport const n: typeof m\n',
      'bottles/y.bottle.ts': source(
        'y',
        "import { n } from './script.js'",
        'export const one: 1 = n',
        'export const two: 2 = n',
      ),
    })
    expect(await synth(project)).toEqual(['BW105 y.bottle.ts:3'])
  })
})

it('words of declarations in comments and texts are none', async () => {
  const words = [
    "// The module 'x' is global { for } all, as namespace; <reference path>",
    "export const text = 'declare global { const x: 1 }'",
    'export namespace Local { export const n = 1 }',
    'declare const own: 1',
    'export type Own = typeof own',
  ]
  const project = makeProject({
    ...neighbours,
    'bottles/y.bottle.ts': source(
      'y',
      ...words.filter((each) => !each.includes('namespace Local')),
    ),
    'bottles/types.ts': [...words, 'export const m: string = 1'].join('\n'),
    'bottles/deep.ts': [...words, "export type { m } from './types.ts'"].join('\n'),
    'bottles/z.bottle.ts': source('z', "export type { m } from './deep.ts'"),
  })
  expect(await synth(project)).toEqual(['BW105 types.ts:6'])
})

describe('what is named like a bottle and is none', () => {
  it('is said to be that alone', async () => {
    const project = makeProject(neighbours)
    mkdirSync(join(project, 'bottles/d.bottle.ts'))
    expect(await synth(project)).toEqual(['BW100 d.bottle.ts:undefined'])
  })
})

it('the settings of the project are data like any other', async () => {
  const project = makeProject({
    ...neighbours,
    'tsconfig.json': '{ "mine": 1 }',
    'bottles/y.bottle.ts': source(
      'y',
      "import type own from '../tsconfig.json'",
      "export const mine: (typeof own)['mine'] = 1",
      "export const paths = (of: typeof own): 1 => of.mine + ''",
    ),
  })
  expect(await synth(project)).toEqual(['BW105 y.bottle.ts:3'])
  writeProject(project, { 'bottles/y.bottle.ts': source('y') })
  expect(await synth(project)).toEqual([])
})
