import type { parseSync } from 'oxc-parser'
import { Visitor } from 'oxc-parser'

/** A declaration that files see which do not import it. */
export interface OutwardDeclaration {
  readonly what: string
  readonly offset: number
}

/**
 * Whether there may be such a declaration in a text, valid or not: the compiler goes on behind an
 * error, and then takes what follows for code all the same.
 */
export function mayReachOut(text: string): boolean {
  return outward.test(text.includes('\\u') ? unescaped(text) : text)
}

/** What is between two tokens is a comment, or none of the visible characters of ASCII. */
const outward =
  /\b(?:module[^!-~]*(?:['"]|\/[/*])|global[^!-~]*(?:\{|\/[/*])|as[^!-~]*(?:namespace|\/[/*]))|<\s*reference\b/i

/** The compiler takes a keyword for one when letters of it are written as escapes, too. */
function unescaped(text: string): string {
  return text.replace(/\\u(?:\{0*([\da-f]{1,5})\}|([\da-f]{4}))/gi, (_, long, short) =>
    String.fromCodePoint(Number.parseInt(long ?? short, 16)),
  )
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
