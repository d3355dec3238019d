/** The most texts that are remembered, and the longest, in characters: a megabyte in all. */
const most = 4_096
const longest = 256

/** The function, asked once for each short text: most values are the same in many bottles. */
export function remembered<Result>(find: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    if (text.length > longest) return find(text)
    if (known.has(text)) return known.get(text) as Result
    if (known.size >= most) known.clear()
    const result = find(text)
    known.set(text, result)
    return result
  }
}
