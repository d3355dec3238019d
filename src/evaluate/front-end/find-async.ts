import type { Program } from 'oxc-parser'
import { Visitor } from 'oxc-parser'

export interface AsyncUse {
  readonly what: string
  readonly offset: number
}

/** Finds where a program awaits or declares something asynchronous, in the order of the source. */
export function findAsync(program: Program): readonly AsyncUse[] {
  const found: AsyncUse[] = []
  const note = (what: string) => (node: { start: number }) => {
    found.push({ what, offset: node.start })
  }
  const noteAsync = (node: { async: boolean; start: number }) => {
    if (node.async) found.push({ what: 'an async function', offset: node.start })
  }
  new Visitor({
    AwaitExpression: note('await'),
    ForOfStatement: (node) => {
      if (node.await) found.push({ what: 'for await', offset: node.start })
    },
    VariableDeclaration: (node) => {
      if (node.kind === 'await using') found.push({ what: 'await using', offset: node.start })
    },
    FunctionDeclaration: noteAsync,
    FunctionExpression: noteAsync,
    ArrowFunctionExpression: noteAsync,
  }).visit(program)
  return found.sort((a, b) => a.offset - b.offset)
}
