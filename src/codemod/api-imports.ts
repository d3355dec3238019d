import type { SourceFile } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import { stringLiteral } from './literals.ts'
import type { TextEdit } from './text-edits.ts'
import { replaceNode } from './text-edits.ts'

const api = 'bottleworks'

/** Names in the order in which people import them. */
export function sortNames(names: Iterable<string>): readonly string[] {
  const key = (name: string) => name.replace(/^type /, '').toLowerCase()
  return [...new Set(names)].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/**
 * The edits after which the edited `file` imports what it needs of the authoring language.
 *
 * @param names What an edit has brought in.
 * @param usedBefore What the file used before the edit: of it, what it uses no more is not imported.
 */
export function importEdits(
  file: SourceFile,
  names: readonly string[],
  usedBefore: ReadonlySet<string>,
): readonly TextEdit[] {
  const declaration = file
    .getImportDeclarations()
    .find((each) => each.getModuleSpecifierValue() === api && !each.isTypeOnly())
  const imported = declaration?.getNamedImports() ?? []
  const used = usedNames(file)
  const kept = imported.filter((each) => {
    const local = each.getAliasNode()?.getText() ?? each.getName()
    return used.has(local) || !usedBefore.has(local)
  })
  const known = new Set(imported.map((each) => each.getAliasNode()?.getText() ?? each.getName()))
  const missing = names.filter((name) => !known.has(name.replace(/^type /, '')))
  if (missing.length === 0 && kept.length === imported.length) return []
  const list = sortNames([...kept.map((each) => each.getText()), ...missing]).join(', ')
  const bindings = declaration?.getImportClause()?.getNamedBindings()
  if (bindings?.isKind(SyntaxKind.NamedImports)) return [replaceNode(bindings, `{ ${list} }`)]
  return [{ start: 0, end: 0, text: `import { ${list} } from ${stringLiteral(api)}\n` }]
}

/** The names that the code of a file uses, whatever for. */
export function usedNames(file: SourceFile): ReadonlySet<string> {
  return new Set(
    file
      .getDescendantsOfKind(SyntaxKind.Identifier)
      .filter((each) => each.getFirstAncestorByKind(SyntaxKind.ImportDeclaration) === undefined)
      .map((each) => each.getText()),
  )
}
