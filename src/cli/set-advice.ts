/**
 * What `bottle set` was most likely to be, by its words that commander could not read: without it
 * nobody guesses how a word of a value begins with a hyphen.
 */
export function setAdvice(words: readonly string[]): readonly string[] {
  const [slug, path, ...value] = words
  if (slug === undefined || path === undefined) return []
  const [, name, given] = /^([^=]+)=(.*)$/s.exec(path) ?? []
  if (value.length === 0) {
    if (name === undefined || given === undefined) return []
    return [`the value is a word of its own: ${shown(['bottle', 'set', slug, name, given])}`]
  }
  const right = ['bottle', 'set', slug, path, '--', ...value]
  return [`words of a value that begin with - stand behind --: ${shown(right)}`]
}

/** The words as a shell takes them. */
function shown(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w%+,./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')
}
