import { describe, expect, it } from 'vitest'
import { benchmarkChart } from '../../scripts/bench/chart.ts'
import { measureInTurn, runOnce } from '../../scripts/bench/measure.ts'
import { benchmarkPage } from '../../scripts/bench/page.ts'
import type { Results, Row } from '../../scripts/bench/results.ts'
import { goalsOf, own, rowOf } from '../../scripts/bench/results.ts'
import type { Sample } from '../../scripts/bench/statistics.ts'
import { isSteady, spreadOf, steadier, summarize } from '../../scripts/bench/statistics.ts'
import type { State, Subject } from '../../scripts/bench/subject.ts'

const sample = (wall: number, cpu = wall): Sample => ({ wall, cpu })
const series = (...walls: readonly number[]) => walls.map((wall) => sample(wall))

describe('figures', () => {
  it.each([
    [[7], { median: 7, lower: 7, upper: 7 }],
    [[3, 1], { median: 2, lower: 1.5, upper: 2.5 }],
    [[5, 1, 3, 2, 4], { median: 3, lower: 2, upper: 4 }],
    [[100, 10, 12, 11], { median: 11.5, lower: 10.75, upper: 34 }],
  ])('are summarized by their median and quartiles: %j', (figures, summary) => {
    expect(summarize(figures)).toEqual(summary)
  })

  it('are refused when there are none', () => {
    expect(() => summarize([])).toThrow(RangeError)
  })

  it('are spread by the width of their middle half, so that one outlier changes nothing', () => {
    expect(spreadOf(summarize([90, 100, 110, 100, 100]))).toBe(0)
    expect(isSteady(series(100, 101, 102, 103, 900))).toBe(true)
    expect(isSteady(series(100, 100, 100, 130, 130))).toBe(false)
    expect(isSteady(series(90, 90, 100, 110, 110))).toBe(true)
    expect(isSteady(series(89, 89, 100, 111, 111))).toBe(false)
  })

  it('are taken from the steadier series, and from the first of two that are alike', () => {
    const [wide, narrow] = [series(1, 2, 3), series(10, 10, 11)]
    expect(steadier(wide, narrow)).toBe(narrow)
    expect(steadier(narrow, wide)).toBe(narrow)
    expect(steadier(narrow, series(20, 20, 22))).toBe(narrow)
  })
})

describe('a measurement', () => {
  /** Subjects whose runs take what is listed, one after the other. */
  function measure(walls: Readonly<Record<string, readonly number[]>>, runs: number, repeats = 1) {
    const log: string[] = []
    const left = new Map(Object.entries(walls).map(([name, all]) => [name, [...all]]))
    const subjects = Object.keys(walls).map(
      (program): Subject => ({
        program,
        state: 'cold',
        command: [program],
        prepare: (run) => log.push(`${program} ${run}`),
        verify: () => log.push(`${program} is verified`),
      }),
    )
    const run = ([name]: readonly [string, ...string[]]) => sample(left.get(name)?.shift() ?? NaN)
    return { log, measured: measureInTurn(subjects, { runs, repeats }, undefined, run) }
  }

  it('runs all in turn, after one run of each that counts for nothing and is verified', () => {
    const { log, measured } = measure({ a: [99, 1, 1], b: [99, 2, 2] }, 2)
    expect(log).toEqual([
      'a 0',
      'a is verified',
      'b 0',
      'b is verified',
      'a 1',
      'b 1',
      'a 2',
      'b 2',
    ])
    expect(measured.map((each) => rowOf(each).wall.median)).toEqual([1, 2])
  })

  it('repeats what is spread too much, with nothing else, and keeps what is steadier', () => {
    const walls = { a: [0, 100, 100], b: [0, 100, 200, 150, 151], c: [0, 1, 9, 1, 8] }
    const { log, measured } = measure(walls, 2)
    expect(log.slice(-5)).toEqual(['c 2', 'b 3', 'c 3', 'b 4', 'c 4'])
    const rows = measured.map(rowOf)
    expect(rows.map(({ tries }) => tries)).toEqual([1, 2, 2])
    expect(rows.map((row) => row.isSteady)).toEqual([true, true, false])
    expect(rows.map(({ wall }) => wall.median)).toEqual([100, 150.5, 4.5])
  })

  it('leaves out what fails, and stops at it where nobody hears of that', () => {
    const subjects = ['good', 'bad'].map(
      (program): Subject => ({ program, state: 'cold', command: [program], prepare: () => {} }),
    )
    const run = ([name]: readonly [string, ...string[]]) => {
      if (name === 'bad') throw new Error('it fails')
      return sample(1)
    }
    const heard: string[] = []
    const hear = ({ program }: Subject, error: unknown) => heard.push(`${program}: ${error}`)
    const plan = { runs: 2, repeats: 1 }
    const measured = measureInTurn(subjects, plan, hear, run)
    expect(measured.map(({ subject }) => subject.program)).toEqual(['good'])
    expect(heard).toEqual(['bad: Error: it fails'])
    expect(() => measureInTurn(subjects, plan, undefined, run)).toThrow('it fails')
  })

  it('is of the whole process with its children, and stops at one that fails', () => {
    const busy = 'for (const end = Date.now() + 80; Date.now() < end;);'
    const child = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(busy)}])`
    const { wall, cpu } = runOnce([process.execPath, '-e', child])
    expect(wall).toBeGreaterThan(80)
    expect(cpu).toBeGreaterThan(60)
    const fail = [process.execPath, '-e', 'console.error("no room"); process.exit(3)'] as const
    expect(() => runOnce(fail)).toThrow(/ended with 3: .*no room/s)
  })
})

describe('the page', () => {
  const row = (program: string, state: State, wall: number, isSteadyRow = true): Row => ({
    program,
    state,
    wall: { median: wall, lower: wall - 1, upper: wall + 1 },
    cpu: { median: wall / 2, lower: wall / 2, upper: wall / 2 },
    runs: 5,
    tries: 1,
    isSteady: isSteadyRow,
  })
  const rows = [
    row(own.bare, 'cold', 40),
    row(own.untyped, 'cold', 200),
    row(own.typed, 'cold', 300),
    row(own.typed, 'nothing changed', 100),
    row(own.rival, 'cold', 250),
    row(own.rival, 'nothing changed', 250),
    row('<slow> & "odd"', 'cold', 12_345, false),
  ]
  const results: Results = {
    machine: 'a machine',
    programs: [{ name: 'Pkl', version: '1.2.3', note: 'a | binary' }],
    missing: [{ name: 'CUE', reason: 'go is not installed' }],
    sizes: [{ size: 1_000, rows, memory: 123.4 }],
    watch: { median: 60, lower: 50, upper: 70 },
  }

  it('has each program once a state, the fastest first, with its ratios', () => {
    const page = benchmarkPage(results, 'Where the time goes: here.')
    expect(page).toContain(
      '| bottleworks, without types | 200 ms (199 ms to 201 ms) | 100 ms | 1.0 | 5.0 |',
    )
    expect(page).toContain(
      '| Pkl, native binary | 250 ms (249 ms to 251 ms) | 125 ms | 1.3 | 6.3 |',
    )
    expect(page).toContain(
      '| <slow> & "odd" ~ | 12.3 s (12.3 s to 12.3 s) | 6173 ms | 61.7 | 309 |',
    )
    expect(page).toContain('at most 123 MiB')
    expect(page).toContain('| CUE | missing | go is not installed |')
    expect(page).toContain('| Pkl | 1.2.3 | a \\| binary |')
    expect(page).toContain('Where the time goes: here.')
    const order = ['bare Node.js | 40', 'without types | 200', 'native binary | 250'].map((each) =>
      page.indexOf(each),
    )
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('compares goals with the other program in the same state', () => {
    const measured = goalsOf(results).map((goal) => goal.measured)
    expect(measured).toEqual([undefined, undefined, 0.8, 1.2, 0.4, undefined, 60])
  })

  it('has a chart of the cold runs, in colours for light and for dark', () => {
    const chart = benchmarkChart({ size: 1_000, rows, memory: 0 })
    expect(chart.match(/<rect class="(?:own|bar)"/g)).toHaveLength(5)
    expect(chart).toContain('prefers-color-scheme: dark')
    expect(chart).toContain('&lt;slow> &amp; &quot;odd&quot;')
    expect(chart).toContain('>12.3 s</text>')
    const widths = [
      ...chart.matchAll(/<rect class="(?:own|bar)" x="250" y="\d+" width="([\d.]+)"/g),
    ]
    const lengths = widths.map(([, width]) => Number(width))
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
    expect(lengths.at(-1)).toBeLessThanOrEqual(760 - 250)
  })
})
