import type { Diagnostic } from '../../diagnostic/diagnostic.ts'
import { groupBy } from '../../diagnostic/group-by.ts'

/** The file with the warnings that a project had when it became strict. */
export const baselineName = 'bottleworks.baseline.json'

/** Warnings of one bottle that do not fail: those of a code at one setting. */
export interface BaselineEntry {
  readonly bottle: string
  /** The code, or the name of a policy. */
  readonly code: string
  /** The setting; absent where the warning names none. */
  readonly at?: string | undefined
  /** How many there are. */
  readonly count: number
}

/** The warnings that a project had when it became strict: they are shown apart, and do not fail. */
export class Baseline {
  readonly entries: readonly BaselineEntry[]
  readonly #counts: ReadonlyMap<string, number>

  constructor(entries: readonly BaselineEntry[]) {
    this.entries = entries
    this.#counts = new Map(entries.map((each) => [keyOf(each), each.count]))
  }

  /** The warnings that both have. */
  within(others: readonly BaselineEntry[]): Baseline {
    const allowed = new Baseline(others).#counts
    return new Baseline(
      this.entries.flatMap((each) => {
        const count = Math.min(each.count, allowed.get(keyOf(each)) ?? 0)
        return count === 0 ? [] : [{ ...each, count }]
      }),
    )
  }

  /** The diagnostics, of which those are marked that it has. Where there are more than it has, none is. */
  mark(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.entries.length === 0) return diagnostics
    const found = new Map(entriesOf(diagnostics).map((each) => [keyOf(each), each.count]))
    return diagnostics.map((each) => {
      const entry = entryOf(each)
      if (entry === undefined) return each
      const key = keyOf(entry)
      const isCovered = (found.get(key) ?? 0) <= (this.#counts.get(key) ?? 0)
      return isCovered ? { ...each, baselined: true } : each
    })
  }

  /** Those of the diagnostics that it does not have. */
  open(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    return this.mark(diagnostics).filter(({ baselined }) => baselined !== true)
  }

  /**
   * What it has more of than there is.
   *
   * @param isKnown Whether all warnings that an entry could be of were looked for.
   */
  unneeded(
    diagnostics: readonly Diagnostic[],
    isKnown: (entry: BaselineEntry) => boolean,
  ): readonly BaselineEntry[] {
    const found = new Map(entriesOf(diagnostics).map((each) => [keyOf(each), each.count]))
    return this.entries.flatMap((each) => {
      const more = each.count - (found.get(keyOf(each)) ?? 0)
      return more > 0 && isKnown(each) ? [{ ...each, count: more }] : []
    })
  }

  /** What is left of it without what it has more of than there is. */
  without(unneeded: readonly BaselineEntry[]): Baseline {
    const less = new Map(unneeded.map((each) => [keyOf(each), each.count]))
    return new Baseline(
      this.entries.flatMap((each) => {
        const count = each.count - (less.get(keyOf(each)) ?? 0)
        return count <= 0 ? [] : [{ ...each, count }]
      }),
    )
  }

  /** The text of its file: one entry a line, so that a diff is of entries. */
  text(): string {
    const lines = sorted(this.entries).map(({ bottle, code, at, count }) => {
      const parts = { bottle, code, ...(at === undefined ? {} : { at }) }
      const pairs = Object.entries(count === 1 ? parts : { ...parts, count }).map(
        ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
      )
      return `    { ${pairs.join(', ')} }`
    })
    return `{\n  "baseline": 1,\n  "warnings": [\n${lines.join(',\n')}\n  ]\n}\n`
  }
}

/** The entries that the warnings of bottles would be, each once. */
export function entriesOf(diagnostics: readonly Diagnostic[]): readonly BaselineEntry[] {
  const all = diagnostics.flatMap((each) => entryOf(each) ?? [])
  return sorted(
    [...groupBy(all, keyOf).values()].map(([first, ...more]) => ({
      ...first,
      count: 1 + more.length,
    })),
  )
}

/** What tells one entry from another. */
export function keyOf({ bottle, code, at = '' }: Omit<BaselineEntry, 'count'>): string {
  return JSON.stringify([bottle, code, at])
}

/** An error is never part of it, nor what nobody may accept. */
function entryOf({ severity, slug, code, path, isBinding }: Diagnostic): BaselineEntry | undefined {
  if (severity !== 'warning' || slug === undefined || isBinding === true) return undefined
  return { bottle: slug, code, ...(path === undefined ? {} : { at: path }), count: 1 }
}

function sorted(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const keys = new Map(entries.map((each) => [each, keyOf(each)]))
  const keyed = (each: BaselineEntry) => keys.get(each) ?? ''
  return [...entries].sort((a, b) => (keyed(a) < keyed(b) ? -1 : keyed(a) > keyed(b) ? 1 : 0))
}
