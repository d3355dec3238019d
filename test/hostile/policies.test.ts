import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeProject } from '../support/project.ts'
import { busy, caseFolder, isLong, makeHostileProject, program, quick, slow } from './run.ts'

/** What is refused of a file whatever it is to be: of imports, syntax, what is thrown and limits. */
const general = /^\S+ (BW10[1-47]|BW11[0-2]) /

/** Without those that import what lies beside them as bottles, which is not there. */
const replayed = [...quick, ...slow.slice(0, 2)]
  .filter(({ file }) => !/^import .*from '\.\//m.test(sourceOf(file)))
  .map(({ file, expected }) => ({
    file,
    name: basename(file, '.bottle.ts'),
    // Of what is stopped by the clock, others decide how long it had.
    codes: file.startsWith('wall-')
      ? []
      : expected.flatMap((each) => general.exec(each)?.[1] ?? []),
  }))

interface Report {
  readonly status: number | null
  readonly seconds: number
  readonly diagnostics: readonly {
    readonly code: string
    readonly file?: string
    readonly message: string
  }[]
  readonly tests?: readonly { readonly file: string; readonly ok: boolean }[]
}

async function run(command: string, project: string, ...more: readonly string[]): Promise<Report> {
  const began = performance.now()
  const argv = [command, '--json', '--no-types', '--project', project, ...more]
  const child = spawn(process.execPath, [program, ...argv], { timeout: 300_000 })
  const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { ...JSON.parse(stdout), status, seconds: (performance.now() - began) / 1000 }
}

function sourceOf(file: string): string {
  return readFileSync(join(caseFolder, file), 'utf8')
}

const policy = (name: string, body: string) => `import { policy } from 'bottleworks/policy'
export default policy('${name}', { severity: 'error' }, ({ bottle, report }) => { ${body} })
`
const good = policy('acme/good', "report('net', 'seen ' + bottle.slug + ' ' + [1, 2].includes(2))")
const seen = ['seen good-a true', 'seen zz-good true']

/** What the good policy says, which nobody else may change. */
function saidByGood({ diagnostics }: Report): readonly string[] {
  return diagnostics.flatMap(({ code, message }) => (code === 'acme/good' ? [message] : []))
}

/** That a case is refused for what it does, or where it takes long, for the time that it takes. */
function expectCodes(name: string, found: Report['diagnostics'], codes: readonly string[]): void {
  const all = found.map(({ code }) => code)
  if (isLong(name) && all.includes('BW116')) return
  expect(all).toEqual(expect.arrayContaining([...codes]))
}

describe('hostile cases as policies', () => {
  const project = makeHostileProject([])
  let report: Report

  beforeAll(async () => {
    mkdirSync(join(project, 'policies'))
    for (const { file, name } of replayed) {
      writeFileSync(join(project, 'policies', `${name}.policy.ts`), sourceOf(file))
    }
    writeProject(project, { 'policies/good.policy.ts': good })
    report = await run('synth', project, '--keep-going')
  })

  afterAll(() => rmSync(join(project, '../..'), { recursive: true }))

  it('end in bounded time, and nothing is written', () => {
    expect(report.status).toBe(1)
    expect(report.seconds / busy()).toBeLessThan(60)
    expect(existsSync(join(project, 'smolfiles'))).toBe(false)
  })

  it.each(replayed)('$file is refused', ({ name, codes }) => {
    const found = report.diagnostics.filter(({ file }) => file === `policies/${name}.policy.ts`)
    expectCodes(name, found, codes)
    if (!name.startsWith('import-')) expect(found.length).toBeGreaterThan(0)
  })

  it('change nothing of what another policy says', () => {
    expect(saidByGood(report)).toEqual(seen)
  })
})

/** What attacks when bottles are judged. */
const attacks: Readonly<Record<string, string>> = {
  loops: 'for (;;) {}',
  'loops-in-a-getter': 'for (;;) { Object.keys(bottle.reach) }',
  throws: 'throw { get message() { for (;;) {} } }',
  'throws-null': 'throw null',
  floods: "for (;;) report('net', 'x')",
  'floods-with-text': "for (;;) report('net', 'x'.repeat(100_000))",
  'takes-memory': 'const all = []; for (;;) all.push(new Array(10_000).fill(bottle))',
  doubles: "let t = 'x'; for (;;) t += t",
  overflows: 'const dig = () => { dig() }; dig()',
  native: "new Array(1e9) + ''",
  regex: "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  time: 'new Date()',
  evaluates: "(0, eval)('1')",
  'constructs-code': "(() => {}).constructor('return 1')()",
  'prints-for-ever': 'for (;;) console.log(1)',
  'reports-a-trap': "report({ get by() { for (;;) {} } }, 'x')",
  'reports-a-symbol': 'report(Symbol(), Symbol())',
}

describe('policies that attack while they judge', () => {
  const project = makeHostileProject([])
  let report: Report

  beforeAll(async () => {
    writeProject(project, {
      ...Object.fromEntries(
        Object.entries(attacks).map(([name, body]) => [
          `policies/${name}.policy.ts`,
          policy(`acme/${name}`, body),
        ]),
      ),
      'policies/good.policy.ts': good,
    })
    report = await run('synth', project, '--keep-going')
  })

  afterAll(() => rmSync(join(project, '../..'), { recursive: true }))

  it('end in bounded time, and nothing is written', () => {
    expect(report.status).toBe(1)
    expect(report.seconds / busy()).toBeLessThan(60)
    expect(existsSync(join(project, 'smolfiles'))).toBe(false)
  })

  it.each(Object.keys(attacks).filter((name) => name !== 'reports-a-symbol'))(
    '%s is named, once',
    (name) => {
      const found = report.diagnostics.filter(({ file }) => file === `policies/${name}.policy.ts`)
      expect(found).toHaveLength(1)
    },
  )

  it('change nothing of what another policy says', () => {
    expect(saidByGood(report)).toEqual(seen)
  })
})

/** Those that attack when the file is run, and not when its export is looked at. */
const loading = replayed.filter(
  ({ name, codes }) => codes.length > 0 && !/^(?:proxy-|to-json-|cyclic-)/.test(name),
)

describe('hostile cases as tests', () => {
  const project = makeHostileProject([])
  let report: Report

  beforeAll(async () => {
    for (const { file, name } of replayed) {
      writeFileSync(join(project, 'bottles', `${name}.bottle-test.ts`), sourceOf(file))
    }
    writeProject(project, {
      'bottles/good.bottle-test.ts': `import { expect, test } from 'bottleworks/test'
import good from './good-a.bottle.ts'
test('good', () => expect(good).toHave('net[0].socket', '/run/good-a.sock'))
`,
    })
    report = await run('test', project)
  })

  afterAll(() => rmSync(join(project, '../..'), { recursive: true }))

  it('end in bounded time', () => {
    expect(report.status).toBe(1)
    expect(report.seconds / busy()).toBeLessThan(60)
  })

  it.each(loading)('$file is refused', ({ name, codes }) => {
    const found = report.diagnostics.filter(({ file }) => file === `bottles/${name}.bottle-test.ts`)
    expectCodes(name, found, codes)
  })

  it('change nothing of what another test says', () => {
    const found = report.tests?.filter(({ file }) => file === 'bottles/good.bottle-test.ts')
    expect(found).toEqual([expect.objectContaining({ ok: true })])
  })
})
