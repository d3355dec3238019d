import type { Missing } from './install.ts'
import type { Measured } from './measure.ts'
import type { Summary } from './statistics.ts'
import { isSteady, summarize } from './statistics.ts'
import type { State } from './subject.ts'

/** One program in one state, with N definitions. */
export interface Row {
  readonly program: string
  readonly state: State
  /** In milliseconds. */
  readonly wall: Summary
  readonly cpu: Summary
  readonly runs: number
  /** How many series it took until one was steady, if any was. */
  readonly tries: number
  readonly isSteady: boolean
}

export interface SizeResults {
  readonly size: number
  readonly rows: readonly Row[]
  /** The most that the cold run with types has resident, in MiB. */
  readonly memory: number
}

/** All that a run of the benchmark has measured. */
export interface Results {
  readonly machine: string
  readonly programs: readonly {
    readonly name: string
    readonly version: string
    readonly note: string
  }[]
  readonly missing: readonly Missing[]
  readonly sizes: readonly SizeResults[]
  /** From the save of one bottle file of 1,000 to its written Smolfile, with types, in milliseconds. */
  readonly watch: Summary
}

/** The names of what goals are about. */
export const own = {
  untyped: 'bottleworks, without types',
  typed: 'bottleworks, types checked',
  first: 'bottleworks, run for the first time ever',
  bare: 'bare Node.js',
  /** The program whose times are goals. */
  rival: 'Pkl, native binary',
} as const

export function rowOf({ subject, series, tries }: Measured): Row {
  return {
    program: subject.program,
    state: subject.state,
    wall: summarize(series.map(({ wall }) => wall)),
    cpu: summarize(series.map(({ cpu }) => cpu)),
    runs: series.length,
    tries,
    isSteady: isSteady(series),
  }
}

export function findRow(rows: readonly Row[], program: string, state: State): Row | undefined {
  return rows.find((row) => row.program === program && row.state === state)
}

/** A ratio that is a goal, of two rows of one run. */
export interface Goal {
  readonly what: string
  readonly most: number
  readonly measured: number | undefined
}

/** What was aimed at. The other program is Pkl's native binary, in the same state. */
export function goalsOf({ sizes, watch }: Results): readonly Goal[] {
  const ratio = (
    size: number,
    program: string,
    other: string,
    state: State,
    otherState = state,
  ) => {
    const rows = sizes.find((each) => each.size === size)?.rows ?? []
    const [one, base] = [findRow(rows, program, state), findRow(rows, other, otherState)]
    return one === undefined || base === undefined ? undefined : one.wall.median / base.wall.median
  }
  const toPkl = (program: string, state: State) => ratio(1_000, program, own.rival, state)
  return [
    [
      '1 bottle, cold, without types, to bare Node.js',
      1.5,
      ratio(1, own.untyped, own.bare, 'cold'),
    ],
    [
      '1 bottle, nothing changed, types checked, to bare Node.js',
      1.5,
      ratio(1, own.typed, own.bare, 'nothing changed', 'cold'),
    ],
    ['1,000 bottles, cold, without types, to Pkl', 0.8, toPkl(own.untyped, 'cold')],
    ['1,000 bottles, cold, types checked, to Pkl', 1.3, toPkl(own.typed, 'cold')],
    [
      '1,000 bottles, nothing changed, types checked, to Pkl',
      0.4,
      toPkl(own.typed, 'nothing changed'),
    ],
    ['one of 1,000 bottles changed, types checked, to Pkl', 0.5, toPkl(own.typed, 'one changed')],
    ['watch, from save to written file, one of 1,000, types checked, in ms', 50, watch.median],
  ].map(([what, most, measured]) => ({ what, most, measured }) as Goal)
}
