import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ended } from './run.ts'
import {
  busy,
  expectFound,
  makeHostileProject,
  program,
  quick,
  readOutput,
  root,
  runSynth,
  slow,
  unparsed,
} from './run.ts'
import { controls, expectedOfSetUp, setUp } from './setup.ts'

const stopped = makeHostileProject(slow.map(({ file }) => file))
const parsed = makeHostileProject(unparsed.map(({ file }) => file))
let stoppedRun: Promise<Ended>
let parsedRun: Promise<Ended>

/** These runs take long whatever the machine, so they go on beside the others. */
beforeAll(() => {
  stoppedRun = runSynth(stopped)
  parsedRun = runSynth(parsed)
})

afterAll(() => {
  for (const project of [stopped, parsed]) rmSync(join(project, '../..'), { recursive: true })
})

describe('hostile bottle files', () => {
  const alone = makeHostileProject([])
  const together = makeHostileProject(quick.map(({ file }) => file))
  let good: ReadonlyMap<string, string> = new Map()
  let report: Ended

  beforeAll(async () => {
    await runSynth(alone)
    good = readOutput(alone)
    setUp(together)
    report = await runSynth(together)
  })

  afterAll(() => {
    for (const project of [alone, together]) rmSync(join(project, '../..'), { recursive: true })
  })

  it('end in bounded time, with the exit code of bad sources', () => {
    expect(report.signal).toBeNull()
    expect(report.status).toBe(1)
    expect(report.seconds / busy()).toBeLessThan(60)
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

  it('are charged for what they print, which takes long', () => {
    const endless = report.printed.find(({ slug }) => slug === 'endless-console')
    // Of a bottle that the clock stops, nobody knows what it has printed.
    const isStopped = report.diagnostics.some(
      ({ slug, code }) => slug === 'endless-console' && code === 'BW116',
    )
    if (!isStopped) expect(endless?.lines.join('')).toHaveLength(16 * 1024)
  })

  it('never reach the terminal raw', () => {
    const project = ['synth', '--project', together, '--no-types']
    const only = ['--only', 'console-flood', 'throw-controls', controls]
    const { stderr } = spawnSync(process.execPath, [program, ...project, ...only], {
      encoding: 'utf8',
    })
    expect(stderr).toContain('console-flood: \\u001b[31m 0 \\u202e {"n":0}')
    expect(stderr).toContain('bottles/clear-\\u001b[2J\\n.bottle.ts error BW114')
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  })

  it('have the same stack each, whatever the bottles before them have overflowed', () => {
    const output = readOutput(together)
    const depthOf = (slug: string) => /"DEPTH=(\d+)"/.exec(output.get(slug) ?? '')?.[1]
    expect(depthOf('a-stack-measured')).toBeDefined()
    expect(depthOf('native-stack-measured')).toBe(depthOf('a-stack-measured'))
  })

  it('that claim one socket are each told the place of the other', () => {
    const claims = report.diagnostics.filter(({ slug }) => slug?.startsWith('claim'))
    expect(claims.map(({ slug, hint }) => [slug, hint])).toEqual([
      ['claimed-socket', expect.stringContaining('also at bottles/claims-a-socket.bottle.ts:2:')],
      ['claims-a-socket', expect.stringContaining('also at bottles/claimed-socket.bottle.ts:2:')],
    ])
  })

  it('tell nothing of the host: no message names a path outside the project', () => {
    const text = JSON.stringify([report.diagnostics, report.printed])
    expect(text).not.toContain(tmpdir() === '/' ? '\u0000' : tmpdir())
    expect(text).not.toContain(root)
  })

  it('end alike every time, in another folder and beside other bottles', async () => {
    const long = quick.filter(({ file }) => /endless|memory|catastrophic/.test(file))
    const brief = quick.filter((each) => !long.includes(each))
    const elsewhere = makeHostileProject(brief.map(({ file }) => file))
    setUp(elsewhere)
    const again = await runSynth(elsewhere)
    rmSync(join(elsewhere, '../..'), { recursive: true })
    const left = new Set(long.map(({ file }) => `bottles/${file}`))
    expect(again.diagnostics).toEqual(report.diagnostics.filter(({ file = '' }) => !left.has(file)))
    const slugs = new Set(brief.map(({ file }) => basename(file, '.bottle.ts')))
    expect(again.printed).toEqual(report.printed.filter(({ slug }) => slugs.has(slug)))
  })
})

describe('bottle files that hold the parser up', () => {
  it('are refused, and the rest goes on', async () => {
    const report = await parsedRun
    for (const { file, expected } of unparsed) expectFound(report, file, expected)
    expect([...readOutput(parsed).keys()]).toEqual(['good-a', 'zz-good'])
  })
})

describe('bottle files that hold the engine up where it cannot count', () => {
  it('are stopped one by one, and the rest goes on', async () => {
    const report = await stoppedRun
    expect(report.status).toBe(1)
    expect(report.seconds / busy()).toBeLessThan(60)
    for (const { file, expected } of slow) expectFound(report, file, expected)
    expect([...readOutput(stopped).keys()]).toEqual(['good-a', 'wall-plain', 'zz-good'])
  })
})
