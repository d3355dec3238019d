import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startBottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { bottleSource, writeProject } from '../support/project.ts'
import { readFiles } from '../support/tree.ts'

/** Where the compiler's settings are written, so that what is left of them can be seen. */
const temporary = mkdtempSync(join(tmpdir(), 'bottleworks-types-test-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const wrong = "const wrong: number = 'x'"

interface Told {
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** Runs `bottle` on a project of `files`, and says what came of it. */
async function run(files: Files, argv: readonly string[] = ['synth'], env: Files = {}) {
  const project = mkdtempSync(join(temporary, 'project '))
  writeProject(project, files)
  const { finished } = startBottle([...argv, '--project', project, '--json'], {
    env: { TMPDIR: temporary, ...env },
  })
  const { status, stdout, stderr } = await finished
  expect(stderr).toBe('')
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Told[] }
  const isOutput = (path: string) => /^smolfiles\/[^/]+\/(Smolfile|manifest\.json)$/.test(path)
  const paths = Object.keys(readFiles(project)).filter((path) => !Object.hasOwn(files, path))
  return {
    status,
    told: diagnostics.map(place),
    diagnostics,
    written: paths.filter(isOutput).flatMap((path) => /\/(.+)\/Smolfile$/.exec(path)?.[1] ?? []),
    litter: paths.filter((path) => !isOutput(path)),
  }
}

function place({ code, message, file, line, column }: Told): string {
  const compilerCode = /^TS\d+(?=: )/.exec(message)?.[0]
  const origin = [file, line, column].filter((part) => part !== undefined).join(':')
  return [origin, code, compilerCode].filter((part) => part).join(' ')
}

const clean = (...written: readonly string[]) => ({ status: 0, told: [], written, litter: [] })
const failed = (...told: readonly string[]) => ({ status: 1, told, written: [], litter: [] })

/** A bottle file with `lines` between its import and its export. */
function source(slug: string, ...lines: readonly string[]): string {
  const used = bottleSource(slug).replace('gateway, gvproxy, viaGateway', 'gvproxy')
  const [head = '', ...rest] = used.split('\n')
  return [head, ...lines, ...rest].join('\n')
}

describe('a type error', () => {
  it('is told at its place, and nothing is written', async () => {
    const result = await run({
      'bottles/a.bottle.ts': source('a', '', `  ${wrong}`),
      'bottles/b.bottle.ts': source('b'),
    })
    expect(result).toMatchObject(failed('bottles/a.bottle.ts:3:9 BW105 TS2322'))
    expect(result.diagnostics).toEqual([
      {
        code: 'BW105',
        severity: 'error',
        message: "TS2322: Type 'string' is not assignable to type 'number'",
        file: 'bottles/a.bottle.ts',
        line: 3,
        column: 9,
      },
    ])
  })

  it('in what several bottles import is told once, and stops these', async () => {
    const files = {
      'bottles/a.bottle.ts': source('a', "import { n } from './presets/n.ts'", 'console.log(n)'),
      'bottles/b.bottle.ts': source('b', "import { n } from './presets/n.ts'", 'console.log(n)'),
      'bottles/c.bottle.ts': source('c'),
      'bottles/presets/n.ts': "export { n } from './deep.ts'\n",
      'bottles/presets/deep.ts': `\nexport ${wrong}\nexport const n = 1\n`,
    }
    const expected = failed('bottles/presets/deep.ts:2:14 BW105 TS2322')
    const [plain, going] = await Promise.all([run(files), run(files, ['synth', '--keep-going'])])
    expect([plain, going]).toMatchObject([expected, { ...expected, written: ['c'] }])
  })

  it('is a failure of check, is not looked for by list, and passes with --no-types', async () => {
    const files = { 'bottles/a.bottle.ts': source('a', wrong) }
    const told = ['bottles/a.bottle.ts:2:7 BW105 TS2322']
    const [check, list, synth, unchecked] = await Promise.all([
      run(files, ['check']),
      run(files, ['list']),
      run(files, ['synth', '--no-types']),
      run(files, ['check', '--no-types']),
    ])
    expect(check).toMatchObject({ status: 1, told })
    expect(list).toMatchObject({ status: 0, told: [] })
    expect(synth).toMatchObject(clean('a'))
    // What is left for check to object to is the tree.
    expect(unchecked).toMatchObject({ status: 2, told: [] })
  })

  it('leaves its bottle out with --keep-going, and the bottles of --only alone are checked', async () => {
    const files = {
      'bottles/a.bottle.ts': source('a', wrong),
      'bottles/b.bottle.ts': source('b'),
      'bottles/c.bottle.ts': source('c'),
    }
    const [going, only] = await Promise.all([
      run(files, ['synth', '--keep-going']),
      run(files, ['synth', '--only', 'b']),
    ])
    const told = ['bottles/a.bottle.ts:2:7 BW105 TS2322']
    expect(going).toMatchObject({ status: 1, told, written: ['b', 'c'], litter: [] })
    expect(only).toMatchObject(clean('b'))
  })

  it('is located in files of awkward names', async () => {
    const names = [
      "it's",
      'two\nlines',
      'with space',
      '(1,2)',
      '"quoted"',
      '-p',
      '--help',
      '$' + '{configDir}',
      'é🍾',
    ]
    const paths = names.map((name, index) => `bottles/${name}/x${index}.bottle.ts`)
    const files = paths.map((path, index) => [path, source(`x${index}`, wrong)])
    const { told, status, written } = await run(Object.fromEntries(files))
    expect({ status, written }).toEqual({ status: 1, written: [] })
    expect([...told].sort()).toEqual(paths.map((path) => `${path}:2:7 BW105 TS2322`).sort())
  })

  it('is counted from the hundredth on, and its bottle alone is left out with --keep-going', async () => {
    const lines = Array.from({ length: 120 }, (_, index) => `export const n${index}: number = ''`)
    const files = {
      'bottles/a.bottle.ts': source('a', ...lines),
      'bottles/b.bottle.ts': source('b'),
    }
    const { status, written, diagnostics } = await run(files, ['synth', '--keep-going'])
    expect({ status, written }).toEqual({ status: 1, written: ['b'] })
    expect(diagnostics).toHaveLength(101)
    expect(diagnostics[0]?.message).toBe('there are 20 more type errors')
  })

  it('is located by the lines of the source, after what ends a line for the compiler alone', async () => {
    const lines = [
      `/* \r \u2028 \u2029 */ ${wrong}`,
      `export const e = '🍾'; const un${wrong.slice(6)}`,
    ]
    const text = `\ufeff${source('b').replace('{ bottle', '{ none, bottle')}`
    const { told } = await run({
      'bottles/a.bottle.ts': source('a', ...lines),
      'bottles/b.bottle.ts': text.replaceAll('\n', '\r\n'),
    })
    expect(told).toEqual([
      'bottles/a.bottle.ts:2:19 BW105 TS2322',
      'bottles/a.bottle.ts:3:30 BW105 TS2322',
      'bottles/b.bottle.ts:1:10 BW105 TS2305',
    ])
  })

  it('has no control characters in its message', async () => {
    const type = "{ '\\u001b[31m\\u0007\\u202e\\u0085': 1, '\u001b[0m': 2 }"
    const { diagnostics } = await run({
      'bottles/a.bottle.ts': source('a', `export const wrong: ${type} = 1`),
    })
    expect(diagnostics).toMatchObject([{ code: 'BW105' }])
    expect(diagnostics[0]?.message).not.toMatch(/[\p{Cc}\u202e]/u)
  })
})

describe('what an author may do', () => {
  it('is console.log, text and JSON imports with their types, and to silence the compiler', async () => {
    const imports = [
      "import ca from './ca.pem' with { type: 'text' }",
      "import note from './note.txt' with { type: 'text' }",
      "import readme from './readme.md' with { type: 'text' }",
      "import labels from './labels.json' with { type: 'json' }",
    ]
    const data = {
      'bottles/ca.pem': 'pem',
      'bottles/note.txt': 'note',
      'bottles/readme.md': '# readme',
      'bottles/labels.json': '{ "size": 1 }',
    }
    const uses = 'console.log(ca.length, note.length, readme.length, labels.size + 1)'
    const [good, bad] = await Promise.all([
      run({
        ...data,
        'bottles/a.bottle.ts': source('a', ...imports, uses),
        'bottles/b.bottle.ts': `// @ts-nocheck\n${source('b', wrong)}`,
        'bottles/c.bottle.ts': source('c', '// @ts-expect-error it is tried', wrong),
      }),
      run({
        ...data,
        'bottles/a.bottle.ts': source(
          'a',
          ...imports,
          'export const numbers: number[] = [ca, note, readme]',
          'export const word: string = labels.size + labels.none',
          '// @ts-expect-error nothing is wrong',
          'export const right = 1',
        ),
      }),
    ])
    expect(good).toMatchObject(clean('a', 'b', 'c'))
    const at = 'bottles/a.bottle.ts'
    expect(bad).toMatchObject(
      failed(
        ...[28, 32, 38].map((column) => `${at}:6:${column + 7} BW105 TS2322`),
        `${at}:7:50 BW105 TS2339`,
        `${at}:8:1 BW105 TS2578`,
      ),
    )
  })

  it('is not to use what the engine does not have, whatever tsconfig.json says', async () => {
    const bottle = source('a', 'export const all = () => [process, document, setTimeout, Buffer]')
    const expected = [27, 36, 46, 58].map((column) => `bottles/a.bottle.ts:2:${column} BW105`)
    const declares = 'declare var process: any, document: any, setTimeout: any, Buffer: any\n'
    const tsconfig = {
      compilerOptions: { types: ['node'], lib: ['es2023', 'dom'] },
    }
    const results = await Promise.all([
      run({ 'bottles/a.bottle.ts': bottle }),
      run({
        'bottles/a.bottle.ts': bottle,
        'tsconfig.json': JSON.stringify(tsconfig),
        'globals.d.ts': declares,
        'node_modules/@types/node/index.d.ts': declares,
        'node_modules/@types/node/package.json': '{"name":"@types/node","version":"1.0.0"}',
        'node_modules/@typescript/lib-es2023/index.d.ts': declares,
      }),
    ])
    for (const { told, status } of results) {
      expect(status).toBe(1)
      expect(told.map((each) => each.replace(/ TS\d+$/, ''))).toEqual(expected)
    }
  })
})

describe('what the sandbox objects to as well', () => {
  it('is told once', async () => {
    const { told, status } = await run({
      'bottles/a.bottle.ts': source('a', `const x = = 3; ${wrong}`),
      'bottles/b.bottle.ts': source(
        'b',
        "import fs from 'node:fs'",
        "import none from './none.ts'",
        "import some from 'some-package'",
        "import far from '../../far.json'",
        'console.log(fs, none, some, far)',
      ),
      'bottles/c.bottle.ts': bottleSource('c', '.net(gvproxy(12))'),
    })
    expect(status).toBe(1)
    expect(told).toEqual([
      'bottles/a.bottle.ts:2:11 BW104',
      'bottles/b.bottle.ts:2:16 BW101',
      'bottles/b.bottle.ts:3:18 BW100',
      'bottles/b.bottle.ts:4:18 BW101',
      'bottles/b.bottle.ts:5:17 BW101',
      'bottles/c.bottle.ts:4:16 BW105 TS2345',
    ])
  })

  it('does not hide an error of all bottles from --keep-going', async () => {
    const going = ['synth', '--keep-going']
    const wired = (slug: string, path: string) =>
      `import { wired } from './wired.ts'\n${bottleSource(slug, `.use(wired('${path}'))`)}`
    const [unread, shared] = await Promise.all([
      run(
        { 'bottles/a.bottle.ts': source('a'), 'tsconfig.json': '{ "extends": "./missing.json" }' },
        [...going, '--only', 'a', 'none'],
      ),
      run(
        {
          'bottles/a.bottle.ts': wired('a', 'relative'),
          'bottles/b.bottle.ts': wired('b', '/run/b.sock'),
          'bottles/wired.ts': `import { gvproxy, type BottleBuilder } from 'bottleworks'
export const wired = (path: string) => (b: BottleBuilder) => b.net(gvproxy(path, 1))
`,
        },
        going,
      ),
    ])
    expect(unread).toMatchObject(failed('BW121', 'tsconfig.json:1:14 BW105'))
    // The rule that bottle a breaks there says nothing of bottle b; both have a quiet gateway.
    const told = ['BW011', 'BW017', 'BW017'].map((code) => `bottles/wired.ts:2:64 ${code}`)
    expect(shared).toMatchObject(failed(...told, 'bottles/wired.ts:2:82 BW105 TS2559'))
  })
})

describe('the settings of a project', () => {
  it('decide how strict the compiler is', async () => {
    const files = {
      'bottles/a.bottle.ts': source('a', 'const unused = 1'),
      'bottles/b.bottle.ts': source('b', 'export const same = (x) => x'),
    }
    const strict = { compilerOptions: { strict: true, noUnusedLocals: true } }
    const [without, own, loose] = await Promise.all([
      run(files),
      run({
        ...files,
        'tsconfig.json': '{ "extends": "./base.json" }',
        'base.json': JSON.stringify(strict),
      }),
      run({ ...files, 'tsconfig.json': '{ "compilerOptions": { "strict": false } }' }),
    ])
    const unused = 'bottles/a.bottle.ts:2:7 BW105 TS6133'
    const implicit = 'bottles/b.bottle.ts:2:22 BW105 TS7006'
    expect(without).toMatchObject(failed(implicit))
    expect(own).toMatchObject(failed(unused, implicit))
    expect(loose).toMatchObject(clean('a', 'b'))
  })

  it('that the compiler cannot read stop all bottles', async () => {
    const bottles = { 'bottles/a.bottle.ts': source('a') }
    const going = ['synth', '--keep-going']
    const [broken, missing, wrongType] = await Promise.all([
      run({ ...bottles, 'tsconfig.json': '{ broken' }, going),
      run({ ...bottles, 'tsconfig.json': '{ "extends": "./missing.json" }' }, going),
      run({ ...bottles, 'tsconfig.json': '{ "compilerOptions": { "strict": "yes" } }' }, going),
    ])
    expect(broken).toMatchObject({ status: 1, written: [] })
    expect(broken.told[0]).toBe('tsconfig.json:1:3 BW105')
    expect(missing).toMatchObject(failed('tsconfig.json:1:14 BW105'))
    expect(wrongType).toMatchObject(failed('tsconfig.json:1:34 BW105'))
  })

  it.each([
    [
      'output',
      {
        noEmit: false,
        emitDeclarationOnly: true,
        declaration: true,
        declarationDir: 'declarations',
        declarationMap: true,
        composite: true,
        incremental: true,
        tsBuildInfoFile: 'build.tsbuildinfo',
        outDir: 'out',
        rootDir: 'src',
        sourceMap: true,
        mapRoot: 'maps',
        sourceRoot: 'sources',
        inlineSources: true,
        isolatedDeclarations: true,
      },
    ],
    ['a bundle', { outFile: 'out.js', inlineSourceMap: true, noEmit: false }],
    ['traces', { generateTrace: 'trace', generateCpuProfile: 'profile' }],
    [
      'an older compiler',
      {
        target: 'es5',
        module: 'amd',
        moduleResolution: 'node10',
        baseUrl: '.',
        alwaysStrict: false,
        esModuleInterop: false,
        allowSyntheticDefaultImports: false,
        downlevelIteration: true,
      },
    ],
    [
      'where modules are',
      { noResolve: true, noLib: true, rootDirs: ['a', 'b'], moduleSuffixes: ['.none'] },
    ],
  ])('about %s are overruled, and nothing but the tree is written', async (_, compilerOptions) => {
    const rest = {
      'bottles/n.ts': 'export const n: number = 1\n',
      'tsconfig.json': JSON.stringify({ compilerOptions }),
    }
    const lines = ["import { n } from './n.ts'", 'export const m: number = n']
    const [good, bad] = await Promise.all([
      run({ ...rest, 'bottles/a.bottle.ts': source('a', ...lines) }),
      run({ ...rest, 'bottles/a.bottle.ts': source('a', wrong) }),
    ])
    expect(good).toMatchObject(clean('a'))
    expect(bad).toMatchObject(failed('bottles/a.bottle.ts:2:7 BW105 TS2322'))
  })

  it('that are at odds with each other are told the same on every run', async () => {
    const compilerOptions = {
      checkJs: true,
      emitDecoratorMetadata: true,
      strictNullChecks: false,
      exactOptionalPropertyTypes: true,
    }
    const files = {
      'bottles/a.bottle.ts': source('a'),
      'tsconfig.json': JSON.stringify({ compilerOptions: { ...compilerOptions, strict: false } }),
    }
    const [first, second] = await Promise.all([run(files), run(files)])
    expect(first.told.length).toBeGreaterThan(0)
    expect(first.diagnostics).toEqual(second.diagnostics)
    expect(first.diagnostics.every(({ file }) => file === 'tsconfig.json')).toBe(true)
  })

  it('about files and plugins are not looked at', async () => {
    const tsconfig = {
      include: ['.'],
      files: ['other.ts', 'none.ts'],
      references: [{ path: './elsewhere' }],
      compilerOptions: { plugins: [{ name: './plugin.cjs' }] },
    }
    const mark = "require('node:fs').writeFileSync('MARK', '')\n"
    const result = await run({
      'bottles/a.bottle.ts': source('a'),
      'bottles/unused.ts': wrong,
      'other.ts': wrong,
      'plugin.cjs': mark,
      'tsconfig.json': JSON.stringify(tsconfig),
    })
    expect(result).toMatchObject(clean('a'))
  })
})

describe('the packages of a project', () => {
  const mark = "require('node:fs').writeFileSync(__dirname + '/MARK', '')\n"

  it('are neither the compiler nor the language', async () => {
    const result = await run({
      'bottles/a.bottle.ts': source('a', wrong),
      'package.json': '{ "name": "x", "type": "commonjs", "imports": { "#x": "./x.ts" } }',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "bottleworks": ["./fake.ts"] } } }',
      'fake.ts': 'export const bottle = 1\n',
      'node_modules/bottleworks/package.json':
        '{ "name": "bottleworks", "version": "99.0.0", "types": "index.d.ts", "main": "index.js" }',
      'node_modules/bottleworks/index.d.ts': 'export declare const bottle: 1\n',
      'node_modules/bottleworks/index.js': mark,
      'node_modules/typescript/package.json':
        '{ "name": "typescript", "version": "5.9.9", "bin": { "tsc": "bin/tsc" }, "main": "lib/typescript.js" }',
      'node_modules/typescript/bin/tsc': mark,
      'node_modules/typescript/lib/typescript.js': mark,
      'node_modules/.bin/tsc': `#!/usr/bin/env node\n${mark}`,
      [`node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/tsc`]: `#!/usr/bin/env node\n${mark}`,
    })
    expect(result.told).toEqual(['bottles/a.bottle.ts:2:7 BW105 TS2322'])
    expect(result.litter.filter((path) => path.endsWith('MARK'))).toEqual([])
  })
})

it('needs no folder for temporary files, and leaves nothing there', async () => {
  const files = { 'bottles/a.bottle.ts': source('a') }
  expect(await run(files, ['synth'], { TMPDIR: join(temporary, 'none') })).toMatchObject(clean('a'))
  const left = readdirSync(temporary).filter((name) => !name.startsWith('project '))
  expect(left).toEqual([])
})
