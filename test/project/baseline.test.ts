import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts'
import type { BaselineEntry } from '../../src/project/baseline/baseline.ts'
import { Baseline, baselineName, entriesOf } from '../../src/project/baseline/baseline.ts'
import { baselineIn, readBaseline } from '../../src/project/baseline/read-baseline.ts'
import { makeProject } from '../support/project.ts'

const warning: Diagnostic = {
  code: 'BW017',
  severity: 'warning',
  message: 'a warning',
  slug: 'web',
  path: 'net[0].socket',
}
const entry: BaselineEntry = { bottle: 'web', code: 'BW017', at: 'net[0].socket', count: 1 }
const of = (...warnings: readonly unknown[]) => JSON.stringify({ baseline: 1, warnings })
const plain = { bottle: 'web', code: 'BW017', at: 'net[0].socket' }

describe('a baseline', () => {
  it('marks the warnings of a code at a setting of a bottle, and nothing else', () => {
    const baseline = new Baseline([entry])
    const others: readonly Diagnostic[] = [
      { ...warning, code: 'BW032' },
      { ...warning, slug: 'db' },
      { ...warning, path: 'net[1].socket' },
      { ...warning, severity: 'error' },
      { code: 'BW017', severity: 'warning', message: 'of no bottle', path: 'net[0].socket' },
      { ...warning, isBinding: true },
    ]
    expect(baseline.mark([warning])).toEqual([{ ...warning, baselined: true }])
    for (const other of others) expect(baseline.mark([other])).toEqual([other])
    expect(baseline.open([warning, ...others.slice(0, 3)])).toEqual(others.slice(0, 3))
  })

  it('marks none of several when there are more than it has', () => {
    const two = [warning, { ...warning, message: 'another' }]
    expect(new Baseline([entry]).open(two)).toEqual(two)
    expect(new Baseline([{ ...entry, count: 2 }]).open(two)).toEqual([])
    expect(new Baseline([{ ...entry, count: 2 }]).open([warning])).toEqual([])
  })

  it('has what it says when it is read again, one entry a line', async () => {
    const entries = entriesOf([
      warning,
      warning,
      { ...warning, slug: 'db', path: 'env."a\\b"' },
      { code: 'team/rule', severity: 'warning', message: '', slug: 'db' },
    ])
    const text = new Baseline(entries).text()
    expect(text.split('\n').filter((line) => line.includes('bottle"'))).toHaveLength(3)
    for (const each of [text, `\ufeff${text}`, text.replaceAll('\n', '\r\n')]) {
      const { baseline, diagnostics } = await baselineIn(each, baselineName)
      expect({ entries: baseline.entries, diagnostics }).toEqual({ entries, diagnostics: [] })
    }
  })

  it.each<[string, string, string]>([
    ['no JSON', '{', 'is not JSON'],
    ['a list', '[]', 'a baseline must be an object'],
    ['another version', '{ "baseline": 2, "warnings": [] }', 'baseline is "2"; it must be 1'],
    ['no entries', '{ "baseline": 1 }', 'warnings is missing'],
    ['an unknown key', '{ "baseline": 1, "warnings": [], "all": true }', 'there is no key "all"'],
    ['a key twice', '{ "baseline": 1, "baseline": 1, "warnings": [] }', 'stands twice'],
    ['an inherited key', '{ "baseline": 1, "warnings": [], "__proto__": 1 }', 'there is no key'],
    ['the code of an error', of({ ...plain, code: 'BW012' }), 'code is "BW012"; it must be'],
    ['a code that is none', of({ ...plain, code: '*' }), 'code is "*"'],
    ['a pattern', of({ ...plain, code: 'team/*' }), 'code is "team/*"'],
    ['an entry without bottle', of({ code: 'BW017' }), 'bottle is missing'],
    ['an entry with more', of({ ...plain, reason: 'x' }), 'there is no key "reason"'],
    ['an entry that is none', of('web'), 'warnings[0] is "web"'],
    ['a count of one', of({ ...plain, count: 1 }), 'count is "1"'],
    ['a count that is none', of({ ...plain, count: 1e300 }), 'count is'],
    ['a long text', of({ ...plain, at: 'x'.repeat(501) }), 'at is "xxx'],
    ['an entry twice', of(plain, { ...plain, count: 3 }), 'BW017 of "web" stands twice'],
    ['a deep nest', `{"baseline":1,"warnings":${'['.repeat(50_000)}`, 'is not JSON'],
    ['a deep value', of(JSON.parse('['.repeat(2000) + ']'.repeat(2000))), 'bottle is missing'],
  ])('is refused with %s', async (_, text, message) => {
    const { baseline, diagnostics } = await baselineIn(text, baselineName)
    expect(baseline.entries).toEqual([])
    expect(diagnostics).toMatchObject([{ code: 'BW155', severity: 'error' }])
    expect(diagnostics[0]?.message).toContain(message)
    expect(diagnostics[0]?.message.length).toBeLessThan(400)
  })

  it('names the line of an entry', async () => {
    const text = new Baseline([entry, { ...entry, code: 'BW012' }]).text()
    const { diagnostics } = await baselineIn(text, baselineName)
    expect(diagnostics[0]?.origin).toMatchObject({ line: 4, column: 5 })
  })

  it('is a regular file of the project, of at most 1 MiB', async () => {
    const project = makeProject({ 'elsewhere.json': of(plain) })
    const path = join(project, baselineName)
    expect((await readBaseline(project)).text).toBeUndefined()
    symlinkSync('elsewhere.json', path)
    expect((await readBaseline(project)).diagnostics).toMatchObject([{ code: 'BW155' }])
    const folder = makeProject()
    mkdirSync(join(folder, baselineName))
    expect((await readBaseline(folder)).diagnostics).toMatchObject([{ code: 'BW155' }])
    const large = makeProject()
    writeFileSync(join(large, baselineName), `${of(plain)}${' '.repeat(1024 * 1024)}`)
    expect((await readBaseline(large)).diagnostics[0]?.message).toContain('1048576')
    const linked = makeProject({ 'elsewhere.json': of(plain) })
    linkSync(join(linked, 'elsewhere.json'), join(linked, baselineName))
    expect((await readBaseline(linked)).baseline.entries).toEqual([entry])
  })
})
