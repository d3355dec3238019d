import type { ImportDeclaration, ImportSpecifier, SourceFile } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import { api, apiImports, apiNames, quoteOf } from './api-names.ts'
import { editItems } from './item-edits.ts'
import { stringLiteral } from './literals.ts'
import type { TextEdit } from './text-edits.ts'
import { insert, remove } from './text-edits.ts'
import { endOfLineComments } from './trivia.ts'

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
  const { namespace } = apiNames(file)
  const used = usedNames(file)
  const declarations = apiImports(file)
  const imported = declarations.flatMap((each) => each.getNamedImports())
  const known = new Set(imported.map((each) => each.getName()))
  const missing = namespace === undefined ? names.filter((name) => !known.has(bare(name))) : []
  const target = declarations.find(
    (each) => !each.isTypeOnly() && each.getNamedImports().length > 0,
  )
  const edits = declarations.flatMap((each) => {
    const unused = each.getNamedImports().filter((specifier) => {
      const local = specifier.getAliasNode()?.getText() ?? specifier.getName()
      return usedBefore.has(local) && !used.has(local)
    })
    return specifierEdits(each, unused, each === target ? missing : [])
  })
  return target === undefined && missing.length > 0 ? [...edits, newImport(file, missing)] : edits
}

/** The name without the word that says that it is one of a type. */
function bare(name: string): string {
  return name.replace(/^type /, '')
}

function specifierEdits(
  declaration: ImportDeclaration,
  unused: readonly ImportSpecifier[],
  missing: readonly string[],
): readonly TextEdit[] {
  const items = declaration.getNamedImports()
  if (unused.length === 0 && missing.length === 0) return []
  if (unused.length === items.length && missing.length === 0) return [removeStatement(declaration)]
  const node = declaration.getImportClauseOrThrow().getNamedBindingsOrThrow()
  const kept = items.filter((each) => !unused.includes(each))
  const texts = kept.map((each) => each.getText())
  const isSorted = sortNames(texts).join() === texts.join()
  const added = sortNames(missing).map((text) => {
    const next = isSorted ? sortNames([...texts, text]).indexOf(text) : kept.length
    return { behind: kept[next - 1], text }
  })
  const brackets = { node, open: node.getStart() + 1, close: node.getEnd() - 1, items }
  return editItems(brackets, { removed: unused, added })
}

/** Takes an import away with its line. */
function removeStatement(declaration: ImportDeclaration): TextEdit {
  const source = declaration.getSourceFile().getFullText()
  const behind = endOfLineComments(source, declaration.getEnd())
  const lineEnd = /^[ \t]*\r?\n/.exec(source.slice(behind))?.[0].length ?? 0
  return remove(declaration.getStart(), behind + lineEnd)
}

/** An import of its own: below the others, else above all code. */
function newImport(file: SourceFile, names: readonly string[]): TextEdit {
  const imports = file.getImportDeclarations()
  const last = imports.at(-1)
  const end = last?.getText().endsWith(';') ? ';' : ''
  const text = `import { ${sortNames(names).join(', ')} } from ${stringLiteral(api, quoteOf(file))}${end}`
  if (last !== undefined) {
    return insert(endOfLineComments(file.getFullText(), last.getEnd()), `\n${text}`)
  }
  return insert(file.getStatements()[0]?.getStart() ?? 0, `${text}\n\n`)
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
