import type { Node, SourceFile } from 'ts-morph'
import { Project, SyntaxKind, ts } from 'ts-morph'
import { BugError } from '../diagnostic/bug-error.ts'

/** Everything that an expression of a written bottle file is made of: calls and plain values. */
const harmless: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.CallExpression,
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.Identifier,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.NumericLiteral,
  SyntaxKind.PrefixUnaryExpression,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.ObjectLiteralExpression,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.ComputedPropertyName,
  SyntaxKind.AsExpression,
  SyntaxKind.StringKeyword,
  SyntaxKind.NeverKeyword,
  SyntaxKind.TypeReference,
])

/**
 * Checks that each bottle file, made from a possibly hostile Smolfile, is one import and one
 * expression of calls and plain values: no text of a Smolfile has become code.
 *
 * @throws BugError when one is not.
 */
export function checkShapes(texts: readonly string[]): void {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  })
  for (const [index, text] of texts.entries()) {
    const file = project.createSourceFile(`/${index}.bottle.ts`, text)
    const fault = shapeFault(file)
    if (fault !== undefined) throw new BugError(`${fault}:\n${text}`)
    file.forget()
  }
}

function shapeFault(file: SourceFile): string | undefined {
  const [first, second, ...more] = file.getStatements()
  const imported = first?.asKind(SyntaxKind.ImportDeclaration)
  const exported = second?.asKind(SyntaxKind.ExportAssignment)
  if (imported === undefined || exported === undefined || more.length > 0) {
    return 'the written bottle file is not one import and one export'
  }
  if (imported.getModuleSpecifierValue() !== 'bottleworks') return 'it imports something else'
  const names = new Set(imported.getNamedImports().map((each) => each.getName()))
  const expression = exported.getExpression()
  return [expression, ...descendants(expression)]
    .filter((node) => !harmless.has(node.getKind()) || !isKnown(node, names))
    .map((node) => `the written bottle file holds ${node.getKindName()}`)[0]
}

/** The nodes of the syntax, without punctuation and comments. */
function descendants(node: Node): readonly Node[] {
  return node.forEachChildAsArray().flatMap((child) => [child, ...descendants(child)])
}

/** An identifier stands for an import, or names a method or a key. */
function isKnown(node: Node, names: ReadonlySet<string>): boolean {
  if (node.getKind() !== SyntaxKind.Identifier) return true
  const parent = node.getParent()
  const access = parent?.asKind(SyntaxKind.PropertyAccessExpression)
  const assignment = parent?.asKind(SyntaxKind.PropertyAssignment)
  return (
    access?.getNameNode() === node ||
    assignment?.getNameNode() === node ||
    names.has(node.getText())
  )
}
