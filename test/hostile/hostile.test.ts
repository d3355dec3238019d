import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import { bottleSource, writeProject } from '../support/project.ts'
import { expectedOfSetUp, setUp } from './setup.ts'

const root = new URL('../..', import.meta.url).pathname
const program = join(root, 'dist/cli/main.js')
const folder = join(root, 'test/hostile/cases')
const cases = readdirSync(folder).map((file) => ({ file, ...readExpectations(file) }))
/** What only the wall clock can stop; a run gives up after three of them. */
const slow = cases.filter(({ file }) => file.startsWith('wall-'))
const quick = cases.filter(({ file }) => !file.startsWith('wall-'))

/** A case says on the line concerned `// error CODE part of the message`, or in all `// ok`. */
function readExpectations(file: string) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  const expected = lines.flatMap((text, index) =>
    [...text.matchAll(/\/\/ error (BW\d{3}) (\(no line\) )?(.*?)(?= \/\/ error|$)/g)].map(
      ([, code, noLine, message]) => `${noLine ? '-' : index + 1} ${code} ${message}`,
    ),
  )
  return { expected, ok: lines.some((text) => text.startsWith('// ok')) }
}

interface Report {
  readonly diagnostics: readonly (Diagnostic & { file?: string; line?: number })[]
  readonly printed: readonly { slug: string; lines: readonly string[] }[]
}

interface Ended extends Report {
  readonly status: number | null
  readonly signal: string | null
  readonly stderr: string
  readonly seconds: number
}

function runSynth(project: string): Ended {
  const began = performance.now()
  const flags = ['synth', '--project', project, '--keep-going', '--json']
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, ...flags], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    timeout: 90_000,
  })
  const seconds = (performance.now() - began) / 1000
  return { ...(JSON.parse(stdout) as Report), status, signal, stderr, seconds }
}

/** A project in a folder of its own, so that there is an outside of it. */
function makeHostileProject(files: readonly string[]): string {
  const project = join(mkdtempSync(join(tmpdir(), 'hostile-')), 'home/project')
  mkdirSync(join(project, 'bottles'), { recursive: true })
  writeProject(project, {
    'bottles/good-a.bottle.ts': bottleSource('good-a'),
    'bottles/zz-good.bottle.ts': bottleSource('zz-good'),
  })
  for (const file of files) copyFileSync(join(folder, file), join(project, 'bottles', file))
  return project
}

function readOutput(project: string): ReadonlyMap<string, string> {
  const slugs = readdirSync(join(project, 'smolfiles'))
  return new Map(
    slugs.map((slug) => [slug, readFileSync(join(project, 'smolfiles', slug, 'Smolfile'), 'utf8')]),
  )
}

/** The diagnostics of a file, each as its case says it: `line code message`. */
function found({ diagnostics }: Report, file: string): readonly string[] {
  return diagnostics
    .filter((each) => each.file === `bottles/${file}`)
    .map(({ line, code, message }) => `${line ?? '-'} ${code} ${message}`)
}

function expectFound(report: Report, file: string, expected: readonly string[]): void {
  const all = found(report, file)
  expect(all, all.join('\n')).toHaveLength(expected.length)
  for (const each of expected) {
    const [line = '', code = '', ...words] = each.split(' ')
    const match = all.find(
      (one) => one.startsWith(`${line} ${code} `) && one.includes(words.join(' ')),
    )
    expect(match, `${each}\nis not among\n${all.join('\n')}`).toBeDefined()
  }
}

describe('hostile bottle files', () => {
  const alone = makeHostileProject([])
  const together = makeHostileProject(quick.map(({ file }) => file))
  let good: ReadonlyMap<string, string> = new Map()
  let report: Ended

  beforeAll(() => {
    runSynth(alone)
    good = readOutput(alone)
    setUp(together)
    report = runSynth(together)
  })

  afterAll(() => {
    for (const project of [alone, together]) rmSync(join(project, '../..'), { recursive: true })
  })

  it('end in bounded time, with the exit code of bad sources', () => {
    expect(report.signal).toBeNull()
    expect(report.status).toBe(1)
    expect(report.seconds).toBeLessThan(60)
  })

  it.each(quick)('$file ends as it says', ({ file, expected, ok }) => {
    expect(
      ok || expected.length > 0 || file === 'import-equals.bottle.ts' || file.startsWith('import-'),
    ).toBe(true)
    expectFound(report, file, expected)
    const written = readOutput(together).has(basename(file, '.bottle.ts'))
    expect(written).toBe(ok)
  })

  it.each(Object.entries(expectedOfSetUp))('%s ends as the set-up says', (file, expected) => {
    expectFound(report, file, expected)
  })

  it('are the source of every diagnostic: there is none without a case', () => {
    const known = new Set([...quick.map(({ file }) => file), ...Object.keys(expectedOfSetUp)])
    const stray = report.diagnostics.filter(
      ({ file }) => !known.has(file?.slice('bottles/'.length) ?? ''),
    )
    expect(stray).toEqual([])
  })

  it('leave the Smolfiles of other bottles as they are without them', () => {
    const output = readOutput(together)
    expect(good.size).toBe(2)
    for (const [slug, text] of good) expect(output.get(slug)).toBe(text)
  })

  it('see nothing of each other, and find nothing of the host', () => {
    const output = readOutput(together)
    expect(output.get('reads-state')).toContain('env = ["SEEN=false"]')
    expect(output.get('host-functions')).toContain('env = ["FOUND="]')
    expect(output.get('import-json-proto')).toContain('env = ["OWN=true"]')
  })

  it('print a bounded number of lines', () => {
    const flood = report.printed.find(({ slug }) => slug === 'console-flood')
    expect(flood?.lines).toHaveLength(100)
    expect(flood?.lines[1]).toBe('\u001b[31m 1 \u202e {"n":1} null undefined Symbol(s)')
  })

  it('never reach the terminal raw', () => {
    const flags = ['synth', '--project', together, '--only', 'console-flood', 'throw-controls']
    const { stderr } = spawnSync(process.execPath, [program, ...flags], { encoding: 'utf8' })
    expect(stderr).toContain('console-flood: \\u001b[31m 0 \\u202e {"n":0}')
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })

  it('tell nothing of the host: no message names a path outside the project', () => {
    const text = JSON.stringify([report.diagnostics, report.printed])
    expect(text).not.toContain(tmpdir() === '/' ? '\u0000' : tmpdir())
    expect(text).not.toContain(root)
  })

  it('end alike every time', () => {
    const again = runSynth(together)
    expect(again.diagnostics).toEqual(report.diagnostics)
    expect(again.printed).toEqual(report.printed)
  })
})

describe('bottle files that hold the engine up where it cannot count', () => {
  it('are stopped one by one, and the rest goes on', () => {
    const project = makeHostileProject(slow.map(({ file }) => file))
    const report = runSynth(project)
    expect(report.status).toBe(1)
    expect(report.seconds).toBeLessThan(40)
    for (const { file, expected } of slow) expectFound(report, file, expected)
    expect([...readOutput(project).keys()]).toEqual(['good-a', 'zz-good'])
    rmSync(join(project, '../..'), { recursive: true })
  })

  it('make the run give up after three of them, which it says of the others', () => {
    const project = makeHostileProject([])
    const endless = 'export default Array.prototype.reverse.call({ length: 2 ** 53 - 1 })\n'
    for (const name of ['h1', 'h2', 'h3', 'h4']) {
      writeProject(project, { [`bottles/${name}.bottle.ts`]: endless })
    }
    const report = runSynth(project)
    expect(report.diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'BW111 bottles/h1.bottle.ts',
      'BW111 bottles/h2.bottle.ts',
      'BW111 bottles/h3.bottle.ts',
      'BW116 bottles/h4.bottle.ts',
      'BW116 bottles/zz-good.bottle.ts',
    ])
    rmSync(join(project, '../..'), { recursive: true })
  })
})
