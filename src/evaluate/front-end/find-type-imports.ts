import type { parseSync } from 'oxc-parser'
import { Visitor } from 'oxc-parser'

/** A module that is named for its types alone: nothing of it is evaluated. */
export interface TypeImport {
  readonly specifier: string
  readonly offset: number
}

type Parsed = ReturnType<typeof parseSync>

/** Finds the modules that a program names for their types, in the order of the source. */
export function findTypeImports(text: string, parsed: Parsed): readonly TypeImport[] {
  const found = declaredImports(parsed)
  // The words alone prove nothing, but without them there is no need to look at the tree.
  const words = text.match(/\bimport\b/g)?.length ?? 0
  if (words > parsed.module.staticImports.length || /\brequire\b/.test(text)) {
    found.push(...expressed(parsed))
  }
  return found.sort((a, b) => a.offset - b.offset)
}

/** Of `import type …` and `export type … from …`. */
function declaredImports({ module }: Parsed): TypeImport[] {
  const requests = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({ moduleRequest, entries })),
    ...module.staticExports.map(({ entries }) => ({
      moduleRequest: entries[0]?.moduleRequest ?? null,
      entries,
    })),
  ]
  return requests.flatMap(({ moduleRequest, entries }) =>
    moduleRequest !== null && entries.length > 0 && entries.every(({ isType }) => isType)
      ? [{ specifier: moduleRequest.value, offset: moduleRequest.start }]
      : [],
  )
}

/** Of `import('…')` as a type, and `import x = require('…')`. */
function expressed({ program }: Parsed): TypeImport[] {
  const found: TypeImport[] = []
  const note = (node: {
    readonly type: string
    readonly start: number
    readonly value?: unknown
  }) => {
    if (node.type === 'Literal') found.push({ specifier: String(node.value), offset: node.start })
  }
  new Visitor({
    TSImportType: ({ source }) => note(source),
    TSExternalModuleReference: ({ expression }) => note(expression),
  }).visit(program)
  return found
}
