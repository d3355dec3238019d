/** Whether `text` stands for slugs by a pattern, which no slug can look like. */
export function isSlugPattern(text: string): boolean {
  return /[*?]/.test(text)
}

/**
 * Whether a slug is asked for: by its name, or by a pattern, in which `*` stands for any number of
 * characters and `?` for one. Without names and patterns all are.
 */
export function slugMatcher(asked: readonly string[] | undefined): (slug: string) => boolean {
  if (asked === undefined) return () => true
  const names = new Set(asked)
  const patterns = asked.filter(isSlugPattern).map(patternOf)
  return (slug) => names.has(slug) || patterns.some((pattern) => pattern.test(slug))
}

function patternOf(text: string): RegExp {
  const source = text
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('?', '.')
    .replace(/\*+/g, '.*')
  return new RegExp(`^${source}$`, 's')
}
