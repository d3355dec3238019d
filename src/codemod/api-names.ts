import type { ImportDeclaration, SourceFile } from 'ts-morph'
import { SyntaxKind } from 'ts-morph'
import type { Quote } from './literals.ts'

/** The module of the authoring language. */
export const api = 'bottleworks'

/** A file's imports of the authoring language. */
export function apiImports(file: SourceFile): readonly ImportDeclaration[] {
  return file.getImportDeclarations().filter((each) => each.getModuleSpecifierValue() === api)
}

/** What a file calls the functions of the authoring language. */
export interface ApiNames {
  /** `bw` of `import * as bw`. */
  readonly namespace: string | undefined
  /** The file's name of `gib` or `gateway.url`; where it has none, as it is imported. */
  readonly localOf: (name: string) => string
  /** The language's name of what the file calls `text`; where it is none, `text`. */
  readonly nameOf: (text: string) => string
}

export function apiNames(file: SourceFile): ApiNames {
  const declarations = apiImports(file)
  const [namespace] = declarations.flatMap((each) => each.getNamespaceImport()?.getText() ?? [])
  const named = declarations.flatMap((each) => each.getNamedImports())
  const locals = new Map(named.map((each) => [each.getName(), each.getAliasNode()?.getText()]))
  const names = new Map(
    named.map((each) => [each.getAliasNode()?.getText() ?? each.getName(), each.getName()]),
  )
  return {
    namespace,
    localOf(name) {
      const [first = '', ...rest] = name.split('.')
      const isNamed = locals.has(first) || namespace === undefined
      const local = isNamed ? (locals.get(first) ?? first) : `${namespace}.${first}`
      return [local, ...rest].join('.')
    },
    nameOf(text) {
      const [first = '', ...rest] = text.split('.')
      if (first === namespace) return rest.join('.')
      return [names.get(first) ?? first, ...rest].join('.')
    },
  }
}

/** The quotes that most strings of a file have. */
export function quoteOf(file: SourceFile): Quote {
  const strings = file.getDescendantsOfKind(SyntaxKind.StringLiteral)
  const double = strings.filter((each) => each.getText().startsWith('"')).length
  return double * 2 > strings.length ? '"' : "'"
}
