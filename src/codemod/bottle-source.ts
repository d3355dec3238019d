import { callsOf } from '../dialects/calls.ts'
import { CommentSupply } from '../dialects/comment-supply.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { sortNames } from './api-imports.ts'
import { commentLines } from './comments.ts'
import { stringLiteral } from './literals.ts'
import { importsOf, printMethodCall } from './print-code.ts'

/** The content of a bottle file. */
export interface BottleContent {
  readonly dialect: DialectName
  readonly slug: string
  readonly document: SmolfileDocument
  readonly comments: {
    readonly header: readonly string[]
    /** By the path of a setting, a variable by its name. */
    readonly byPath: ReadonlyMap<string, readonly string[]>
    readonly footer: readonly string[]
  }
}

/** The text of the bottle file, before it is laid out. */
export function bottleSource({ dialect, slug, document, comments }: BottleContent): string {
  const supply = new CommentSupply(comments.byPath)
  const start = dialectOf(dialect).starts
  const calls = callsOf(dialect, document, supply)
  const names = calls.flatMap(({ args }) => args.flatMap(({ code }) => importsOf(code)))
  return [
    block(comments.header),
    `import { ${sortNames([start, ...names]).join(', ')} } from 'bottleworks'\n\n`,
    // What was about a setting that says nothing, such as an empty list, or about the name.
    commentLines(supply.rest()),
    `export default ${start}(${stringLiteral(slug)})`,
    ...calls.map(printMethodCall),
    '\n',
    comments.footer.length === 0 ? '' : `\n${commentLines(comments.footer)}`,
  ].join('')
}

function block(comments: readonly string[]): string {
  return comments.length === 0 ? '' : `${commentLines(comments)}\n`
}
