/** What one run of a program took, its children included, in milliseconds. */
export interface Sample {
  readonly wall: number
  /** Of all processors, user and system. */
  readonly cpu: number
}

/** Several figures of one thing. */
export interface Summary {
  readonly median: number
  /** The quartiles: half of the figures lie between them. */
  readonly lower: number
  readonly upper: number
}

/** Past this spread a series is measured again. */
export const steadySpread = 0.2

/**
 * The median and the quartiles of figures, interpolated between two.
 *
 * @throws RangeError when there are none.
 */
export function summarize(figures: readonly number[]): Summary {
  if (figures.length === 0) throw new RangeError('there are no figures to summarize')
  const sorted = [...figures].sort((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
  }
}

function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at - Math.floor(at))
}

/** The width of the middle half of the figures, as a part of their median. */
export function spreadOf({ median, lower, upper }: Summary): number {
  return (upper - lower) / median
}

/** The wall clock of a series is what is shown first, so it decides. */
export function spreadOfSeries(series: readonly Sample[]): number {
  return spreadOf(summarize(series.map(({ wall }) => wall)))
}

export function isSteady(series: readonly Sample[]): boolean {
  return spreadOfSeries(series) <= steadySpread
}

/** Of two series of the same, the one that is spread less. */
export function steadier(one: readonly Sample[], other: readonly Sample[]): readonly Sample[] {
  return spreadOfSeries(other) < spreadOfSeries(one) ? other : one
}
