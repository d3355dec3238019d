import type { Problem } from '../diagnostic/problem.ts'
import { wrap } from '../diagnostic/text.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import type { TomlComments } from '../smolfile/toml-comments.ts'
import { commentsByName } from './comments.ts'

/** With room for the margin of what is nested deepest. */
const commentWidth = 88
const mostOfCode = 5

/**
 * The comments with one for each objection of a rule, above the setting that it is about. What a
 * rule objects to is for a reader to decide: nothing is acknowledged, and no reason is made up.
 */
export function withObjections(
  comments: TomlComments,
  objections: readonly Problem[],
  dialect: DialectName,
  document: SmolfileDocument,
): TomlComments {
  const byPath = new Map<string, readonly string[]>()
  const add = (path: string, lines: readonly string[]) =>
    byPath.set(path, [...(byPath.get(path) ?? []), ...lines])
  const counts = new Map<string, number>()
  for (const { code, path, message, hint } of objections) {
    const number = (counts.get(code) ?? 0) + 1
    counts.set(code, number)
    if (number > mostOfCode) continue
    add(path, wrap(`${code}: ${message}`, commentWidth))
    if (hint !== undefined) add(path, wrap(`hint: ${hint}`, commentWidth))
  }
  for (const [code, number] of counts) {
    if (number > mostOfCode) add('', [`${code}: ${number - mostOfCode} more of this code`])
  }
  const named = commentsByName({ header: [], byPath, footer: [] }, dialect, document).byPath
  const paths = new Set([...comments.byPath.keys(), ...named.keys()])
  const merged = [...paths].map((path) => {
    return [path, [...(comments.byPath.get(path) ?? []), ...(named.get(path) ?? [])]] as const
  })
  return { ...comments, byPath: new Map(merged) }
}
