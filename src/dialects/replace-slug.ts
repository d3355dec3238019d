/**
 * `text` with the slug replaced where it is a part: between the ends, slashes, dots, hyphens and
 * the like. What stands for it can be in no slug. The prefix of names and the folder of sockets are
 * left, or a bottle called "claude" could not be recognized under another name.
 */
export function replaceSlug(text: string, slug: string): string {
  if (slug === '' || !text.includes(slug)) return text
  const literal = slug.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`claude-bottle(?=[-/])|(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, 'g')
  return text.replace(pattern, (part) => (part === slug ? '\0' : part))
}
