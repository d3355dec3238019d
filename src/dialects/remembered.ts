/** The most characters that are remembered in all. */
const most = 2 ** 20

/**
 * The function, asked once for each short text: most values are the same in many bottles.
 *
 * @param longest The longest text that is remembered, in characters.
 */
export function remembered<Result>(
  find: (text: string) => Result,
  longest = 256,
): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    if (text.length > longest) return find(text)
    if (known.has(text)) return known.get(text) as Result
    if (known.size >= most / longest) known.clear()
    const result = find(text)
    known.set(text, result)
    return result
  }
}
