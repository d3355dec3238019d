import type { parseSync } from 'oxc-parser'
import { Visitor } from 'oxc-parser'
import { mayReachOut } from './may-reach-out.ts'

/** A declaration that files see which do not import it. */
export interface OutwardDeclaration {
  readonly what: string
  readonly offset: number
}

/** Finds what reaches beyond the module that it is in, in the order of the source. */
export function findOutward(
  text: string,
  { program, comments }: ReturnType<typeof parseSync>,
): readonly OutwardDeclaration[] {
  if (!mayReachOut(text)) return []
  const found: OutwardDeclaration[] = comments.flatMap(({ type, value, start }) =>
    type === 'Line' && /^\/\s*<\s*reference\b/i.test(value)
      ? [{ what: '/// <reference>', offset: start }]
      : [],
  )
  new Visitor({
    TSModuleDeclaration: ({ kind, id, start }) => {
      if (kind === 'global') found.push({ what: 'declare global', offset: start })
      else if (id.type === 'Literal') found.push({ what: 'declare module', offset: start })
    },
    TSNamespaceExportDeclaration: ({ start }) => {
      found.push({ what: 'export as namespace', offset: start })
    },
  }).visit(program)
  return found.sort((a, b) => a.offset - b.offset)
}
