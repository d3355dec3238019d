import type { Problem } from '../diagnostic/problem.ts'
import { callsOf } from '../dialects/calls.ts'
import type { MethodCall } from '../dialects/code.ts'
import { CommentSupply } from '../dialects/comment-supply.ts'
import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { acknowledgementCalls, objectionComments } from './acknowledgements.ts'
import { sortNames } from './api-imports.ts'
import { commentLines } from './comments.ts'
import { stringLiteral } from './literals.ts'
import { importsOf, printMethodCall } from './print-code.ts'

/** The content of a bottle file. */
export interface BottleContent {
  readonly dialect: DialectName
  readonly slug: string
  readonly document: SmolfileDocument
  /** The warnings that the document gives, which the source is to acknowledge. */
  readonly warnings: readonly Problem[]
  readonly comments: {
    readonly header: readonly string[]
    /** By the path of a setting, a variable by its name. */
    readonly byPath: ReadonlyMap<string, readonly string[]>
    readonly footer: readonly string[]
  }
}

/** The text of the bottle file, before it is laid out. */
export function bottleSource(content: BottleContent): string {
  const { dialect, slug, document, warnings, comments } = content
  const supply = new CommentSupply(comments.byPath)
  const start = dialectOf(dialect).starts
  const calls = acknowledge(callsOf(dialect, document, supply), warnings)
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

/** The calls with the warnings acknowledged: that of TSI in the call itself, the others behind all. */
function acknowledge(
  calls: readonly MethodCall[],
  warnings: readonly Problem[],
): readonly MethodCall[] {
  const isTsi = ({ args: [first] }: MethodCall) =>
    first?.code.kind === 'call' && first.code.callee === 'tsi'
  const inCall = calls.some(isTsi) ? warnings.filter(({ code }) => code === 'BW060') : []
  const others = warnings.filter((each) => !inCall.includes(each))
  return [
    ...calls.map((each) =>
      isTsi(each) ? { ...each, comments: [...each.comments, ...objectionComments(inCall)] } : each,
    ),
    ...acknowledgementCalls(others),
  ]
}

function block(comments: readonly string[]): string {
  return comments.length === 0 ? '' : `${commentLines(comments)}\n`
}
