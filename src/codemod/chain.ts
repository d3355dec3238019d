import type { CallExpression, Node, SourceFile } from 'ts-morph'
import { Project, SyntaxKind, ts } from 'ts-morph'
import { quotePath } from '../diagnostic/text.ts'
import { FileError } from '../files/file-error.ts'
import * as language from '../index.ts'
import { apiNames } from './api-names.ts'
import { markOf } from './text-edits.ts'

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

  /** The source behind a byte order mark. */
  read(source: string): SourceFile {
    const text = source.slice(markOf(source).length)
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
  return chainFrom(exportedBy(file), file)
}

/** The chain of a bottle that is written out in the list of a fleet; none when it is computed. */
export function memberChainOf(file: SourceFile, slug: string): Chain | undefined {
  const fleet = plain(exportedBy(file), file)?.asKind(SyntaxKind.CallExpression)
  if (fleet === undefined || calleeOf(fleet) !== 'fleet') return undefined
  const members = plain(fleet.getArguments()[0], file)?.asKind(SyntaxKind.ArrayLiteralExpression)
  const chains = (members?.getElements() ?? []).map((each) => chainFrom(each, file))
  return chains.find((each) => {
    const [name] = each?.head?.getArguments() ?? []
    const text =
      name?.asKind(SyntaxKind.StringLiteral) ??
      name?.asKind(SyntaxKind.NoSubstitutionTemplateLiteral)
    return text?.getLiteralValue() === slug
  })
}

/** What an expression is as a chain, which may have a name in the file. */
function chainFrom(node: Node | undefined, file: SourceFile): Chain | undefined {
  const { namespace } = apiNames(file)
  const links: Link[] = []
  let expression = plain(node, file)
  for (;;) {
    const call = expression?.asKind(SyntaxKind.CallExpression)
    if (call === undefined) return links.length === 0 ? undefined : { head: undefined, links }
    const callee = call.getExpression()
    if (callee.isKind(SyntaxKind.Identifier)) return { head: call, links }
    const access = callee.asKind(SyntaxKind.PropertyAccessExpression)
    if (access === undefined) return { head: undefined, links }
    if (access.getExpression().getText() === namespace) return { head: call, links }
    links.unshift({ method: access.getName(), name: access.getNameNode(), call })
    expression = plain(access.getExpression(), file)
  }
}

/** What follows `export default`, or the name in `export { name as default }`. */
function exportedBy(file: SourceFile): Node | undefined {
  const assignment = file.getExportAssignment((each) => !each.isExportEquals())
  if (assignment !== undefined) return assignment.getExpression()
  return file
    .getExportDeclarations()
    .filter((each) => !each.hasModuleSpecifier())
    .flatMap((each) => each.getNamedExports())
    .find((each) => each.getAliasNode()?.getText() === 'default')
    ?.getNameNode()
}

/** Without what changes nothing, and a name as what this file says that it is. */
function plain(expression: Node | undefined, file: SourceFile): Node | undefined {
  const inner = expression === undefined ? undefined : unwrapped(expression)
  if (!inner?.isKind(SyntaxKind.Identifier)) return inner
  return plain(file.getVariableDeclaration(inner.getText())?.getInitializer(), file)
}

/** The node in parentheses and in what is said of its type, which change no value. */
export function unwrapped(node: Node): Node {
  const wrapper =
    node.asKind(SyntaxKind.ParenthesizedExpression) ??
    node.asKind(SyntaxKind.AsExpression) ??
    node.asKind(SyntaxKind.SatisfiesExpression) ??
    node.asKind(SyntaxKind.NonNullExpression) ??
    node.asKind(SyntaxKind.TypeAssertionExpression)
  return wrapper === undefined ? node : unwrapped(wrapper.getExpression())
}

/** The list or object that `...` spreads, when it is written out there. */
export function spreadLiteral(node: Node): Node | undefined {
  const spread = node.asKind(SyntaxKind.SpreadElement) ?? node.asKind(SyntaxKind.SpreadAssignment)
  const value = spread === undefined ? undefined : unwrapped(spread.getExpression())
  return (
    value?.asKind(SyntaxKind.ArrayLiteralExpression) ??
    value?.asKind(SyntaxKind.ObjectLiteralExpression)
  )
}

/** Whether a value is written out: plain values, and the authoring language's functions of them. */
export function isWrittenOut(node: Node): boolean {
  const value = spreadLiteral(node) ?? unwrapped(node)
  switch (value.getKind()) {
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
    case SyntaxKind.NumericLiteral:
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
      return true
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.ArrayLiteralExpression:
    case SyntaxKind.ObjectLiteralExpression:
      return value.forEachChildAsArray().every(isWrittenOut)
    case SyntaxKind.PropertyAssignment:
      return isWrittenOut(
        value.asKindOrThrow(SyntaxKind.PropertyAssignment).getInitializerOrThrow(),
      )
    case SyntaxKind.CallExpression: {
      const call = value.asKindOrThrow(SyntaxKind.CallExpression)
      return languageFunctions.has(calleeOf(call)) && call.getArguments().every(isWrittenOut)
    }
    default:
      return false
  }
}

/** The function that is called, by the authoring language's name where it is one of its. */
export function calleeOf(call: CallExpression): string {
  return apiNames(call.getSourceFile()).nameOf(call.getExpression().getText())
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
