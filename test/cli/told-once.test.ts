import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { program, startBottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeProject, quietDevice } from '../support/project.ts'

interface Told {
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly hint?: string
}

/** Runs `bottle` on a project of `files`, and gives what it tells. */
async function told(files: Files, argv: readonly string[] = ['check'], env: Files = {}) {
  const project = makeProject(files)
  const { finished } = startBottle([...argv, '--project', project, '--json'], { env })
  const { stdout, stderr } = await finished
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Told[] }
  return { stderr, diagnostics, places: diagnostics.map(placeOf) }
}

function placeOf({ file, line, column, code, message }: Told): string {
  const compilerCode = /^TS\d+(?=: )/.exec(message)?.[0]
  return [`${file}:${line}:${column}`, compilerCode ?? code].join(' ')
}

const at = 'bottles/a.bottle.ts'

/** A bottle file whose builder has these calls, after lines of its own. */
function ofBottle(calls: readonly string[], lines: readonly string[] = []): Files {
  const all = [...calls, quietDevice('/run/a.sock')].map((call) => `  ${call}`)
  const head = "import { type BottleBuilder, bottle, gvproxy } from 'bottleworks'"
  return { [at]: [head, ...lines, "export default bottle('a')", ...all, ''].join('\n') }
}

function ofMachine(calls: string, lines: readonly string[] = []): Files {
  const head = "import { machine } from 'bottleworks'"
  return { [at]: [head, ...lines, `export default machine('a')${calls}`, ''].join('\n') }
}

describe('a type error where the tool has an error of the same fault', () => {
  it.each<[string, Files, readonly string[]]>([
    ['a misspelled method', ofBottle([".comand('x')"]), [`${at}:3:4 TS2551`]],
    ['a name of Node.js', ofBottle(['.env({ A: process.env.HOME })']), [`${at}:3:13 TS2591`]],
    [
      'a preset without return',
      ofBottle(['.use(preset)'], ["const preset = (b: BottleBuilder) => { b.command('x') }"]),
      [`${at}:4:8 TS2345`],
    ],
    [
      'one that is written in its place',
      ofBottle(['.use((b) => {', "  b.command('x')", '})']),
      [`${at}:3:8 TS2345`],
    ],
    [
      'a value that is not there',
      ofBottle(['.env({ A: sizes.big.name })'], ["const sizes = { small: 's' }"]),
      [`${at}:4:19 TS2339`],
    ],
    ['a setting of the wrong type', ofMachine(".cpus('x')"), [`${at}:2:34 TS2345`]],
    [
      'two on one line',
      ofMachine(".cpus('x').memory('y')"),
      [`${at}:2:34 TS2345`, `${at}:2:46 TS2345`],
    ],
    [
      'two in one call of several lines',
      ofBottle(['.env({', '  A: undefined,', '  B: [],', '})']),
      [`${at}:4:5 TS2322`, `${at}:5:5 TS2322`],
    ],
  ])('is told alone: %s', async (_, files, places) => {
    expect((await told(files)).places).toEqual(places)
  })

  it('is told beside what it says nothing of', async () => {
    const any = ["const y: any = 'y'"]
    const [call, name, far, thrown] = await Promise.all([
      told(ofMachine(".cpus('x').memory(y)", any)),
      told(ofBottle(['.env({ A: y.none, B: [] })'], ['const y: any = {}'])),
      told(ofBottle([".comand('x')"], ["export const n: number = 'x'"])),
      told(
        ofBottle(
          ['.env({ A: size(4) })'],
          ["const size = (n: number): string => { if (n > 3) throw Error('too large'); return n }"],
        ),
      ),
    ])
    expect(call.places).toEqual([`${at}:3:34 TS2345`, `${at}:3:39 BW007`])
    expect(name.places).toEqual([`${at}:4:4 BW007`, `${at}:4:21 TS2322`])
    expect(name.diagnostics[0]?.message).toMatch(/^env\.A /)
    expect(far.places).toEqual([`${at}:2:14 TS2322`, `${at}:4:4 TS2551`])
    expect(thrown.places).toEqual([`${at}:2:56 BW110`, `${at}:2:76 TS2322`])
    expect(thrown.diagnostics[0]?.message).toContain('too large')
  })

  it('is told once in a preset, however many bottles use it', async () => {
    const source = (slug: string) => `import { bottle, gvproxy } from 'bottleworks'
import { preset } from './preset.ts'
export default bottle('${slug}').use(preset)${quietDevice(`/run/${slug}.sock`)}
`
    const files = (text: string) => ({
      'bottles/a.bottle.ts': source('a'),
      'bottles/b.bottle.ts': source('b'),
      'bottles/preset.ts': `import type { BottleBuilder } from 'bottleworks'\n${text}\n`,
    })
    const [method, setting] = await Promise.all([
      told(files("export const preset = (b: BottleBuilder) => b\n  .comand('x')")),
      told(files('export const preset = (b: BottleBuilder) => b.env({ A: [] })')),
    ])
    expect(method.places).toEqual(['bottles/preset.ts:3:4 TS2551'])
    expect(setting.places).toEqual(['bottles/preset.ts:2:53 TS2322'])
  })

  it('is as it was without types', async () => {
    const { diagnostics } = await told(ofBottle([".comand('x')"]), ['check', '--no-types'])
    expect(diagnostics).toMatchObject([{ code: 'BW110', line: 3 }])
    expect(diagnostics[0]?.hint).toContain('no Node.js')
  })

  it('is told alone by synth, by test, and of policies, and annotated so', async () => {
    const good = ofBottle([])
    const test = `import { expect, test } from 'bottleworks/test'
import a from './a.bottle.ts'
test('it is good', () => {
  expect(a).toReeach('x')
})
`
    const policy = `import { policy } from 'bottleworks/policy'
export default policy('acme/x', { severity: 'error' }, ({ bottle, report }) => {
  report(bottle.reach.nope.name, 'x')
})
`
    const [synth, tested, ruled] = await Promise.all([
      told(ofBottle([".comand('x')"]), ['synth'], { GITHUB_ACTIONS: 'true' }),
      told({ ...good, 'bottles/a.bottle-test.ts': test }, ['test']),
      told({ ...good, 'policies/x.policy.ts': policy }),
    ])
    expect(synth.places).toEqual([`${at}:3:4 TS2551`])
    expect(tested.places).toEqual(['bottles/a.bottle-test.ts:4:13 TS2551'])
    expect(ruled.places).toEqual(['policies/x.policy.ts:3:23 TS2339'])
  })

  it('is annotated alone', async () => {
    const project = makeProject(ofBottle([".comand('x')"]))
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project }
    const { stderr } = await startBottle(['check', '--project', project], { env }).finished
    expect(stderr.match(/^::error .*$/gm)).toEqual([
      `::error file=${at},line=3,col=4,title=BW105::TS2551: Property 'comand' does not exist on type 'BottleBuilder'. Did you mean 'command'?`,
    ])
  })

  it('is told alone by watch', async () => {
    const project = makeProject(ofBottle([".comand('x')"]))
    const { PATH } = process.env
    const child = spawn(process.execPath, [program, 'watch', '--json', '--project', project], {
      env: { PATH, XDG_CACHE_HOME: project, XDG_DATA_HOME: project },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [first] = await new Promise<string[]>((resolve) => {
      createInterface({ input: child.stdout }).once('line', (line) => resolve([line]))
    })
    const { diagnostics } = JSON.parse(first ?? '') as { diagnostics: readonly Told[] }
    expect(diagnostics.map(placeOf)).toEqual([`${at}:3:4 TS2551`])
  })
})

describe('the advice of the compiler', () => {
  it('is that of the tool where it names what bottle files do not have', async () => {
    const lines = [
      'export const all = () => [',
      '  process.argv,',
      "  require('fs'),",
      '  document.title,',
      "  describe('x'),",
      '  [1].toSorteed(),',
      '  Promise.try(() => 1),',
      '  globalThis.fetch,',
      '  nobody,',
      ']',
    ]
    const { diagnostics } = await told(ofBottle([], lines))
    const only =
      'a bottle file has only the JavaScript language: no Node.js, no network, no disk, no timers; write the value here, or import it from a file of the project'
    expect(diagnostics.map(({ message, hint }) => [message, hint])).toEqual([
      ["TS2591: Cannot find name 'process'", only],
      [
        "TS2591: Cannot find name 'require'",
        "write an import: a file of the project by relative path, with { type: 'text' } or { type: 'json' } of data",
      ],
      ["TS2584: Cannot find name 'document'", only],
      ["TS2593: Cannot find name 'describe'", undefined],
      [
        "TS2551: Property 'toSorteed' does not exist on type 'number[]'. Did you mean 'toSorted'?",
        undefined,
      ],
      [
        "TS2550: Property 'try' does not exist on type 'PromiseConstructor'",
        'a bottle file has the JavaScript of ES2023',
      ],
      [
        "TS7017: Element implicitly has an 'any' type because type 'typeof globalThis' has no index signature",
        only,
      ],
      ["TS2304: Cannot find name 'nobody'", undefined],
    ])
  })
})
