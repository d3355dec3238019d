import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SourceHashes } from '../../../src/evaluate/cache/source-hashes.ts'
import { checkTypes } from '../../../src/evaluate/types/check-types.ts'
import type { CheckedTypes } from '../../../src/evaluate/types/known-types.ts'
import { KnownTypes } from '../../../src/evaluate/types/known-types.ts'
import { namedFiles, stemOf, stemsOf } from '../../../src/evaluate/types/named-files.ts'
import { makeProject, makeSharedProject } from '../../support/project.ts'

const roots = ['a', 'b', 'c', 'd'].map((slug) => `bottles/${slug}.bottle.ts`)

/** Each makes the types of others right or wrong, or has them name another file. */
const texts: Readonly<Record<string, readonly string[]>> = {
  'bottles/a.bottle.ts': [
    "import { p } from './presets/p.ts'\nexport default p.length\n",
    "import { p } from './presets/p.js'\nexport default p.toFixed()\n",
    'export default 1\n',
  ],
  'bottles/b.bottle.ts': [
    "import type { T } from './types.ts'\nconst t: T = 'x'\nexport default t\n",
    "const t: import('./types.ts').T = 'x'\nexport default t\n",
    "import a from './a.bottle.ts'\nexport default a + 1\n",
  ],
  'bottles/c.bottle.ts': [
    "import v from './values.json' with { type: 'json' }\nexport default v.n.toFixed()\n",
    "import { q } from './presets/q'\nexport default q.length\n",
    "import * as all from './presets'\nexport default all.p.length\n",
  ],
  'bottles/d.bottle.ts': [
    "export default typeof globalThis.setting === 'string'\n",
    "import './global.ts'\nexport default 2\n",
    "type \\u0054 = 1\nexport const t: import('\\x2e/types.ts').T = 'x'\nexport default t\n",
  ],
  'bottles/presets/p.ts': ["export const p = 'text'\n", 'export const p = 1\n'],
  'bottles/presets/p.js': ["export const p = 'text'\n"],
  'bottles/presets/q.ts': ["export { p as q } from './p.ts'\n", 'export const q = [1]\n'],
  'bottles/presets/index.ts': ["export * from './p.ts'\n", "export * from './q.ts'\n"],
  'bottles/types.ts': ['export type T = string\n', 'export type T = number\n'],
  'bottles/values.json': ['{ "n": 1 }', '{ "n": "x" }'],
  'bottles/global.ts': ['declare global { var setting: string }\nexport {}\n', 'export {}\n'],
  'tsconfig.json': ['{ "compilerOptions": { "strict": true, "noUnusedLocals": true } }', '{}'],
  'package.json': ['{ "name": "x" }', '{ "name": "x", "imports": { "#p": "./bottles/types.ts" } }'],
}

const edit = fc.constantFrom(...Object.entries(texts)).chain(([file, each]) =>
  fc.record({
    file: fc.constant(file),
    text: fc.option(fc.constantFrom(...each), { freq: 5, nil: undefined }),
  }),
)

function put(project: string, file: string, text: string | undefined): void {
  const path = join(project, file)
  rmSync(path, { force: true })
  if (text === undefined) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A later run of the tool, which knows what an earlier one has kept. */
function nextRun(project: string, kept: CheckedTypes | undefined): KnownTypes {
  const text = JSON.stringify(kept ?? null)
  return new KnownTypes(new SourceHashes(project), JSON.parse(text) ?? undefined)
}

describe('types that are known', () => {
  const project = makeSharedProject()

  it('are those that a check of all finds, whatever was edited since', async () => {
    let clean = 0
    let wrong = 0
    const property = fc.asyncProperty(
      fc.array(fc.record({ edit, only: fc.option(fc.subarray(roots), { freq: 4 }) }), {
        minLength: 3,
        maxLength: 12,
      }),
      async (steps) => {
        for (const [file, [text]] of Object.entries(texts)) put(project, file, text)
        put(project, 'bottles/presets/p.js', undefined)
        let kept: CheckedTypes | undefined
        for (const { edit, only } of [{ edit: undefined, only: null }, ...steps]) {
          if (edit !== undefined) put(project, edit.file, edit.text)
          const files = only ?? roots
          const known = nextRun(project, kept)
          const found = await checkTypes(project, files, known)
          kept = known.kept
          const plain = await checkTypes(project, files)
          expect(found.errors).toEqual(plain.errors)
          if (found.errors.length > 0) wrong++
          else clean++
        }
      },
    )
    await fc.assert(property, { numRuns: 60, interruptAfterTimeLimit: 25_000 })
    expect(Math.min(clean, wrong)).toBeGreaterThan(10)
  })

  it('are checked again for what has changed and what names it alone', async () => {
    for (const [file, [text]] of Object.entries(texts)) put(project, file, text)
    rmSync(join(project, 'package.json'))
    rmSync(join(project, 'bottles/global.ts'))
    put(project, roots[3] ?? '', 'export default 3\n')
    const known = nextRun(project, undefined)
    expect(await checkTypes(project, roots, known)).toMatchObject({ errors: [] })
    const rules = known.kept?.rules ?? ''
    const unknown = () => nextRun(project, known.kept).unknown(roots, rules)
    expect(unknown()).toEqual([])
    for (const [file, outdated] of [
      ['bottles/d.bottle.ts', [3]],
      ['bottles/types.ts', [1]],
      ['bottles/presets/p.ts', [0]],
      ['bottles/values.json', [2]],
    ] as const) {
      const [before] = texts[file] ?? []
      put(project, file, file.endsWith('json') ? '{ "n": 2 }' : `${before}export const more = 1\n`)
      expect(unknown()).toEqual(outdated.map((index) => roots[index]))
      put(project, file, file === roots[3] ? 'export default 3\n' : before)
    }
    expect(unknown()).toEqual([])
    expect(nextRun(project, known.kept).unknown(roots, `${rules} `)).toEqual(roots)
  })

  it('are none where the compiler has found an error', async () => {
    const faulty = makeProject({ 'bottles/a.bottle.ts': "export default 'x' - 1\n" })
    const known = nextRun(faulty, undefined)
    const { errors } = await checkTypes(faulty, ['bottles/a.bottle.ts'], known)
    expect([errors.length, known.kept]).toEqual([1, undefined])
  })
})

describe('the files that a source may name', () => {
  it.each<[string, readonly string[]]>([
    ["import { p } from './presets/p.ts'", ['bottles/presets/p']],
    ["/** @type {import('../Up.d.ts').T} */", ['up']],
    [
      "it's `./a` and './b.js'; export * from \"./c'd.ts\"",
      ['bottles/a', 'bottles/b', "bottles/c'd"],
    ],
    ["import '.'; import '..'", ['bottles', '.']],
    ["gvproxy('/run/x.sock')", []],
    ["import '/work/project/../project/x.ts'", ['*']],
    ["import '\\x2e/x.ts'", ['*']],
    ['/// <reference path="x.ts" />', ['*']],
    ["declare module 'x' {}", ['*']],
  ])('are found in %s', (text, stems) => {
    expect(namedFiles('/work/project', 'bottles/x.bottle.ts', text)).toEqual(stems)
  })

  it('are known by every name that the compiler takes for them', () => {
    expect(stemOf('bottles/A.bottle.ts')).toBe('bottles/a')
    expect(stemsOf('bottles/presets/index.ts')).toEqual([
      'bottles/presets/index',
      'bottles/presets',
      'bottles',
      '.',
    ])
  })
})
