/** A secret that a text holds, and where. */
export interface FoundSecret {
  /** What it is, with its article: "a GitHub token". */
  readonly what: string
  /** What gives it away: its own form, or only the words around it. */
  readonly by: 'form' | 'place'
  /** The part that is secret, and no more: of a URL the password. Offsets of UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** The secrets in the order of the text; those that overlap are one, and known by its form first. */
export function withoutOverlaps(found: readonly FoundSecret[]): readonly FoundSecret[] {
  if (found.length < 2) return found
  const kept: FoundSecret[] = []
  for (const each of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last === undefined || each.start >= last.end) {
      kept.push(each)
      continue
    }
    const { what, by } = last.by === 'place' ? each : last
    kept[kept.length - 1] = { what, by, start: last.start, end: Math.max(last.end, each.end) }
  }
  return kept
}
