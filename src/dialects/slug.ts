import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { quote } from '../diagnostic/text.ts'

/** RFC 1035, 2.3.4: a label of a host name has at most 63 bytes. */
const longestLabel = 63

/** Checks that the slug, after the prefix of its dialect, is one label of a host name. */
export function checkSlug(slug: string, prefix = ''): readonly Problem[] {
  const hint = 'a slug is lower-case letters, digits and single hyphens, such as "web-2"'
  const problem = (what: string): Problem =>
    errorAt('BW001', 'slug', `the slug ${quote(slug)} ${what}`, hint)
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug)) return [problem('is malformed')]
  const longest = longestLabel - prefix.length
  if (slug.length <= longest) return []
  const within = prefix === '' ? 'a DNS label has' : `with ${quote(prefix)} a DNS label leaves it`
  return [problem(`is ${slug.length} bytes; ${within} ${longest}`)]
}
