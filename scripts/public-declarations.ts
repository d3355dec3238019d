import { dirname, join } from 'node:path'
import type { ExportDeclaration, ImportDeclaration, Node, SourceFile, Statement } from 'ts-morph'
import { Project, SyntaxKind, ts } from 'ts-morph'

/** A name that one declaration file takes from another. */
interface Source {
  readonly file: SourceFile
  readonly name: string
}

/**
 * The declaration files of `entries` with what these export, and what that is declared with: whoever
 * imports the package sees no more of how the tool is made.
 *
 * @returns Each file's text by its path. What is not among them is needed by nobody.
 */
export function publicDeclarations(entries: readonly string[]): ReadonlyMap<string, string> {
  return new Declarations().reduce(entries)
}

class Declarations {
  readonly #project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      types: [],
    },
  })
  readonly #needed = new Map<SourceFile, Set<string>>()
  /** The statements and the names in lists of imports and exports that stay. */
  readonly #kept = new Set<Node>()

  reduce(entries: readonly string[]): ReadonlyMap<string, string> {
    for (const entry of entries) this.#needAll(this.#open(entry))
    const texts = [...this.#needed.keys()].map((file) => {
      for (const statement of [...file.getStatements()]) this.#strip(statement)
      return [file.getFilePath(), file.getFullText()] as const
    })
    return new Map(texts)
  }

  #open(path: string): SourceFile {
    return this.#project.addSourceFileAtPath(path)
  }

  #needAll(file: SourceFile): void {
    this.#needed.set(file, this.#needed.get(file) ?? new Set())
    for (const statement of file.getStatements()) {
      const exported = statement.asKind(SyntaxKind.ExportDeclaration)
      if (exported !== undefined) {
        for (const each of exported.getNamedExports()) {
          this.#need({ file, name: each.getAliasNode()?.getText() ?? each.getName() })
        }
      } else if (isExported(statement)) {
        for (const name of namesOf(statement)) this.#need({ file, name })
      }
    }
  }

  /** Keeps what a file declares, imports or passes on by a name, and all that it is made of. */
  #need({ file, name }: Source): void {
    const known = this.#needed.get(file) ?? new Set()
    this.#needed.set(file, known)
    if (known.has(name)) return
    known.add(name)
    for (const statement of file.getStatements()) {
      const named =
        statement.asKind(SyntaxKind.ImportDeclaration)?.getNamedImports() ??
        statement.asKind(SyntaxKind.ExportDeclaration)?.getNamedExports()
      const specifier = named?.find(
        (each) => (each.getAliasNode()?.getText() ?? each.getName()) === name,
      )
      if (specifier !== undefined) {
        this.#kept.add(specifier).add(statement)
        const target = this.#target(statement as ImportDeclaration | ExportDeclaration)
        if (target !== undefined) this.#need({ file: target, name: specifier.getName() })
      } else if (namesOf(statement).includes(name)) this.#keep(statement)
    }
  }

  #keep(statement: Statement): void {
    if (this.#kept.has(statement)) return
    this.#kept.add(statement)
    writeOutWords(statement)
    const file = statement.getSourceFile()
    for (const identifier of statement.getDescendantsOfKind(SyntaxKind.Identifier)) {
      this.#need({ file, name: identifier.getText() })
    }
    for (const type of statement.getDescendantsOfKind(SyntaxKind.ImportType)) {
      throw new Error(`${file.getFilePath()} has ${type.getText()}: import it by its name`)
    }
  }

  /** The declarations that a statement imports from; none of a package. */
  #target(statement: ImportDeclaration | ExportDeclaration): SourceFile | undefined {
    const specifier = statement.getModuleSpecifierValue()
    if (!specifier?.startsWith('.')) return undefined
    const folder = dirname(statement.getSourceFile().getFilePath())
    return this.#open(join(folder, specifier.replace(/(?<!\.d)\.(?:js|ts)$/, '.d.ts')))
  }

  #strip(statement: Statement): void {
    if (!this.#kept.has(statement)) {
      statement.remove()
      return
    }
    const named =
      statement.asKind(SyntaxKind.ImportDeclaration)?.getNamedImports() ??
      statement.asKind(SyntaxKind.ExportDeclaration)?.getNamedExports() ??
      []
    for (const each of named) if (!this.#kept.has(each)) each.remove()
  }
}

/** Writes a type out that is one of some words, instead of the table that they come from. */
function writeOutWords(statement: Statement): void {
  const alias = statement.asKind(SyntaxKind.TypeAliasDeclaration)
  const words = alias?.getType().getUnionTypes() ?? []
  if (words.length === 0 || !words.every((each) => each.isStringLiteral())) return
  alias?.setType(words.map((each) => each.getText()).join(' | '))
}

function isExported(statement: Statement): boolean {
  return statement.getFirstDescendantByKind(SyntaxKind.ExportKeyword)?.getParent() === statement
}

/** The names that a statement declares. */
function namesOf(statement: Statement): readonly string[] {
  const variables = statement.asKind(SyntaxKind.VariableStatement)
  if (variables !== undefined) return variables.getDeclarations().map((each) => each.getName())
  const declared =
    statement.asKind(SyntaxKind.InterfaceDeclaration) ??
    statement.asKind(SyntaxKind.TypeAliasDeclaration) ??
    statement.asKind(SyntaxKind.ClassDeclaration) ??
    statement.asKind(SyntaxKind.FunctionDeclaration)
  return declared?.getName() === undefined ? [] : [String(declared.getName())]
}
