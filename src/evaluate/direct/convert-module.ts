import type * as tree from 'oxc-parser'
import { Converter } from './convert.ts'
import { giveUp } from './give-up.ts'
import { bound } from './names.ts'
import type { ImportNode, ModuleNode } from './nodes.ts'
import { defaultName } from './nodes.ts'

/** Makes a module of the parser's tree, or gives up. */
export function convertModule(program: tree.Program, file: string): ModuleNode {
  if (program.hashbang !== null) giveUp()
  const imports: ImportNode[] = []
  const exports: (readonly [name: string, local: string])[] = []
  const statements: tree.Statement[] = []
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') imports.push(...importOf(node))
    else if (node.type === 'ExportNamedDeclaration') {
      const declared = declarationOf(node)
      exports.push(...namesIn(declared).map((name) => [name, name] as const))
      statements.push(declared)
    } else {
      if (node.type === 'ExportDefaultDeclaration') exports.push(['default', defaultName])
      statements.push(node as tree.Statement)
    }
  }
  const local = imports.flatMap(({ names }) => names.map((each) => each.local))
  return { imports, exports, body: new Converter(file).block(statements, local) }
}

/** Of an import for its types alone nothing is evaluated. */
function importOf({ importKind, phase, source, specifiers }: tree.ImportDeclaration): ImportNode[] {
  if (importKind === 'type') return []
  if (phase !== null || specifiers.length === 0) giveUp()
  const names = specifiers.flatMap((each) => {
    if (each.type === 'ImportNamespaceSpecifier') return giveUp()
    if (each.type === 'ImportDefaultSpecifier') {
      return [{ imported: 'default', local: bound(each.local) }]
    }
    if (each.importKind === 'type') return []
    return [{ imported: bound(each.imported), local: bound(each.local) }]
  })
  return names.length === 0 ? [] : [{ specifier: source.value, names }]
}

function declarationOf(node: tree.ExportNamedDeclaration): tree.Statement {
  if (node.source !== null || node.specifiers.length > 0) giveUp()
  return (node.declaration ?? giveUp()) as tree.Statement
}

/** The names that an exported declaration declares, of which patterns are given up on. */
function namesIn(node: tree.Statement): readonly string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.map(({ id }) => bound(id))
    case 'FunctionDeclaration':
      return [bound(node.id ?? giveUp())]
    default:
      return []
  }
}
