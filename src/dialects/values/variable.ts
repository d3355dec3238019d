/** Whether `name` is one that POSIX has for a variable, as smolvm takes it for secrets. */
export function isPosixName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

/** A variable as Smolfiles write it, in its two parts. */
export function splitVariable(entry: string): readonly [name: string, value: string] {
  const end = entry.indexOf('=')
  return end === -1 ? [entry, ''] : [entry.slice(0, end), entry.slice(end + 1)]
}

/** Entries in the order of a document: by name, and not by what stands behind it. */
export function sortByName<Entry extends readonly [name: string, ...unknown[]]>(
  entries: readonly Entry[],
): readonly Entry[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** The same of entries in one text. */
export function sortEntries(entries: readonly string[]): readonly string[] {
  if (entries.length < 2) return entries
  const named = entries.map((entry) => [splitVariable(entry)[0], entry] as const)
  return sortByName(named).map(([, entry]) => entry)
}
