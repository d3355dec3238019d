import type { Code, Entry, Item, MethodCall } from '../dialects/code.ts'
import { commentLines } from './comments.ts'
import { keyLiteral, stringLiteral, templateLiteral } from './literals.ts'

/** `code` as text; the layout is the formatter's. */
export function printCode(code: Code): string {
  switch (code.kind) {
    case 'literal':
      return printLiteral(code.value)
    case 'list':
      return `[${printItems(code.items)}]`
    case 'record':
      return `{${code.entries.map(printEntry).join(', ')}}`
    case 'call':
      return `${code.callee}(${code.args.map(printCode).join(', ')})`
    case 'asserted':
      return `${stringLiteral(code.value)} as string as ${code.type}`
  }
}

/** The call as a link of a chain: on a line of its own, below its comments. */
export function printMethodCall({ method, args, comments }: MethodCall): string {
  return `\n${commentLines(comments)}.${method}(${printItems(args)})`
}

/** The names that `code` needs from the authoring language; types begin with `type`. */
export function importsOf(code: Code): readonly string[] {
  switch (code.kind) {
    case 'literal':
      return []
    case 'list':
      return code.items.flatMap((item) => importsOf(item.code))
    case 'record':
      return code.entries.flatMap((entry) => importsOf(entry.code))
    case 'call':
      return [code.callee.replace(/\..*/, ''), ...code.args.flatMap(importsOf)]
    case 'asserted':
      return code.type === 'never' ? [] : [`type ${code.type}`]
  }
}

function printLiteral(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  // In quotes linters take `${` for a forgotten template (Biome: noTemplateCurlyInString).
  const inTemplate = /\n./s.test(value) || value.includes('${')
  return inTemplate ? templateLiteral(value) : stringLiteral(value)
}

function printItems(items: readonly Item[]): string {
  return items.map((item) => above(item) + printCode(item.code)).join(', ')
}

function printEntry(entry: Entry): string {
  return `${above(entry)}${keyLiteral(entry.key)}: ${printCode(entry.code)}`
}

function above({ comments }: Item): string {
  return comments.length === 0 ? '' : `\n${commentLines(comments)}`
}
