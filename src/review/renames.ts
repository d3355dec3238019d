import type { ReviewedBottle, ReviewedTree } from './tree.ts'

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

/**
 * The bottles that are gone and those that are new, paired where they differ by what follows from
 * the slug alone: new slug to old.
 */
export function findRenames(
  before: ReviewedTree,
  after: ReviewedTree,
): ReadonlyMap<string, string> {
  const gone = [...before.values()].filter(({ slug }) => !after.has(slug))
  const come = [...after.values()].filter(({ slug }) => !before.has(slug))
  const renames = new Map<string, string>()
  if (gone.length === 0 || come.length === 0) return renames
  const byContent = new Map<string, string[]>()
  for (const bottle of gone.sort(bySlug).reverse()) {
    const content = contentOf(bottle)
    byContent.set(content, [...(byContent.get(content) ?? []), bottle.slug])
  }
  for (const bottle of come.sort(bySlug)) {
    const old = byContent.get(contentOf(bottle))?.pop()
    if (old !== undefined) renames.set(bottle.slug, old)
  }
  return renames
}

/** The bottle without its slug: the same text for two that differ by that alone. */
function contentOf({ slug, dialect, document }: ReviewedBottle): string {
  const content = JSON.stringify(document, (_key, value) =>
    typeof value === 'string' ? replaceSlug(value, slug) : value,
  )
  return `${dialect} ${content}`
}

function bySlug(a: ReviewedBottle, b: ReviewedBottle): number {
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0
}
