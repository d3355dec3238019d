import type { Node, NoSubstitutionTemplateLiteral, SourceFile, StringLiteral } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import { dialectNames, dialectOf } from '../dialects/dialects.ts'
import { quoteOf } from './api-names.ts'
import { chainOf, unwrapped } from './chain.ts'
import { stringLiteral } from './literals.ts'
import type { TextEdit } from './text-edits.ts'
import { replaceNode } from './text-edits.ts'

/** A string of a bottle file that is made of its slug, and what it is with another. */
export interface DerivedString {
  readonly before: string
  readonly after: string
  readonly line: number
  readonly edit: TextEdit
}

/** Methods whose arguments name programs and images: one of the slug's name is no coincidence. */
const programs: ReadonlySet<string> = new Set([
  'acknowledge',
  ...dialectNames.flatMap((dialect) =>
    Object.entries(dialectOf(dialect).rows).flatMap(([name, { kind }]) =>
      kind === 'argv' || kind === 'texts' || kind === 'image' ? [name] : [],
    ),
  ),
])

/** The edit of the slug itself, in `bottle('…')`; none when it is not written out there. */
export function slugEdit(file: SourceFile, slug: string, next: string): TextEdit | undefined {
  const [argument] = chainOf(file)?.head?.getArguments() ?? []
  const written = argument === undefined ? undefined : asText(unwrapped(argument))
  return written?.getLiteralText() === slug ? replaceContent(written, next) : undefined
}

function asText(node: Node): StringLiteral | NoSubstitutionTemplateLiteral | undefined {
  return (
    node.asKind(SyntaxKind.StringLiteral) ?? node.asKind(SyntaxKind.NoSubstitutionTemplateLiteral)
  )
}

/** Puts `text`, which needs no escapes, between the quotes that are there. */
function replaceContent(node: Node, text: string): TextEdit {
  return { start: node.getStart() + 1, end: node.getEnd() - 1, text }
}

/** The strings in which the slug is a part of its own, such as a socket's path. */
export function derivedStrings(
  file: SourceFile,
  slug: string,
  next: string,
): readonly DerivedString[] {
  const part = new RegExp(`(?<![\\w.-])${slug}(?![\\w-])`, 'g')
  const strings = [
    ...file.getDescendantsOfKind(SyntaxKind.StringLiteral),
    ...file.getDescendantsOfKind(SyntaxKind.NoSubstitutionTemplateLiteral),
  ]
  return strings.flatMap((node) => {
    const before = node.getLiteralText()
    const after = before.replace(part, next)
    if (after === before || before === slug || !isFree(node)) return []
    const { line } = file.getLineAndColumnAtPos(node.getStart())
    // A slug has no character that a literal would escape.
    return [{ before, after, line, edit: replaceNode(node, node.getText().replace(part, next)) }]
  })
}

/** Whether a string is neither what is imported from nor an argument of a program. */
function isFree(node: Node): boolean {
  for (const each of node.getAncestors()) {
    if (each.isKind(SyntaxKind.ImportDeclaration) || each.isKind(SyntaxKind.ExportDeclaration)) {
      return false
    }
    const access = each.asKind(SyntaxKind.CallExpression)?.getExpression()
    const method = access?.asKind(SyntaxKind.PropertyAccessExpression)?.getName()
    if (method === undefined) continue
    return !programs.has(method)
  }
  return true
}

/** The edits of imports of the file named `name`, which is to be called `next`. */
export function importEdits(file: SourceFile, name: string, next: string): readonly TextEdit[] {
  return specifiersOf(file, name).map((node) => {
    const path = node.getLiteralText().slice(0, -name.length) + next
    return replaceNode(node, stringLiteral(path, quoteOf(file)))
  })
}

/** What a file says to import the one named `name`. */
export function specifiersOf(file: SourceFile, name: string): readonly StringLiteral[] {
  return file.getDescendantsOfKind(SyntaxKind.StringLiteral).filter((node) => {
    const parent = node.getParent()
    const isSpecifier =
      parent?.isKind(SyntaxKind.ImportDeclaration) === true ||
      parent?.isKind(SyntaxKind.ExportDeclaration) === true ||
      parent?.asKind(SyntaxKind.CallExpression)?.getExpression().getKind() ===
        SyntaxKind.ImportKeyword
    return isSpecifier && node.getLiteralText().split('/').at(-1) === name
  })
}
