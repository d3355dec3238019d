import type { CallExpression, Expression, Identifier, Node, SourceFile } from 'ts-morph'
import { Project, SyntaxKind, ts } from 'ts-morph'
import { quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import * as language from '../index.ts'

/** A builder call in the expression that a bottle file exports. */
export interface Link {
  readonly method: string
  readonly name: Node
  readonly call: CallExpression
}

/** The exported expression as the calls that it is made of, the first one first. */
export interface Chain {
  /** `bottle('x')` or `machine('x')`, when the expression begins with it. */
  readonly head: CallExpression | undefined
  readonly links: readonly Link[]
}

/** Reads one source after another; ts-morph's project is made once. */
export class SourceReader {
  readonly #project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, allowJs: true },
  })

  read(text: string): SourceFile {
    return this.#project.createSourceFile('/source.ts', text, { overwrite: true })
  }
}

/**
 * Returns what `work` makes of a source.
 *
 * @throws FileError when it is nested deeper than what reads and prints TypeScript can go.
 */
export function withinStack<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes('call stack')) throw error
    throw new FileError('BW104', `${quotePath(file)} is nested too deeply to be edited`)
  }
}

/** The chain that a bottle file exports; none when it exports something else. */
export function chainOf(file: SourceFile): Chain | undefined {
  const exported = file.getExportAssignment((each) => !each.isExportEquals())
  if (exported === undefined) return undefined
  const links: Link[] = []
  let expression = plain(exported.getExpression(), file)
  for (;;) {
    const call = expression?.asKind(SyntaxKind.CallExpression)
    if (call === undefined) return links.length === 0 ? undefined : { head: undefined, links }
    const callee = call.getExpression()
    if (callee.isKind(SyntaxKind.Identifier)) return { head: call, links }
    const access = callee.asKind(SyntaxKind.PropertyAccessExpression)
    if (access === undefined) return { head: undefined, links }
    links.unshift({ method: access.getName(), name: access.getNameNode(), call })
    expression = plain(access.getExpression(), file)
  }
}

/** Without parentheses, and a name as what this file says that it is. */
function plain(expression: Expression, file: SourceFile): Expression | undefined {
  const inner = expression.asKind(SyntaxKind.ParenthesizedExpression)
  if (inner !== undefined) return plain(inner.getExpression(), file)
  if (!expression.isKind(SyntaxKind.Identifier)) return expression
  return file.getVariableDeclaration((expression as Identifier).getText())?.getInitializer()
}

/** Whether a value is written out: plain values, and the authoring language's functions of them. */
export function isWrittenOut(node: Node): boolean {
  switch (node.getKind()) {
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
    case SyntaxKind.NumericLiteral:
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
      return true
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.ArrayLiteralExpression:
    case SyntaxKind.ObjectLiteralExpression:
    case SyntaxKind.AsExpression:
      return node.forEachChildAsArray().every((child) => isTypeNode(child) || isWrittenOut(child))
    case SyntaxKind.PropertyAssignment:
      return isWrittenOut(node.asKindOrThrow(SyntaxKind.PropertyAssignment).getInitializerOrThrow())
    case SyntaxKind.CallExpression: {
      const call = node.asKindOrThrow(SyntaxKind.CallExpression)
      return (
        languageFunctions.has(call.getExpression().getText()) &&
        call.getArguments().every(isWrittenOut)
      )
    }
    default:
      return false
  }
}

/** The authoring language's functions, `gib` or `gateway.url`. */
export const languageFunctions: ReadonlySet<string> = new Set(
  Object.entries(language).flatMap(([name, value]) =>
    typeof value === 'function' ? [name] : methodNames(value).map((each) => `${name}.${each}`),
  ),
)

function methodNames(value: object): readonly string[] {
  return Object.entries(value).flatMap(([name, each]) => (typeof each === 'function' ? [name] : []))
}

function isTypeNode(node: Node): boolean {
  return ts.isTypeNode(node.compilerNode)
}
