import type { Code, Entry, Item, MethodCall } from '../dialects/code.ts'
import { commentLines } from './comments.ts'
import type { Quote } from './literals.ts'
import { keyLiteral, stringLiteral, templateLiteral } from './literals.ts'

/** How a file says what can be said in several ways. */
export interface CodeStyle {
  readonly quote: Quote
  /** The file's name of a function of the authoring language. */
  readonly localOf: (name: string) => string
}

/** The style of the files that the tool writes. */
const ownStyle: CodeStyle = { quote: "'", localOf: (name) => name }

/** `code` as text; the layout is the formatter's. */
export function printCode(code: Code, style: CodeStyle = ownStyle): string {
  switch (code.kind) {
    case 'literal':
      return printLiteral(code.value, style)
    case 'list':
      return `[${printItems(code.items, style)}]`
    case 'record':
      return code.entries.length === 0
        ? '{}'
        : `{ ${code.entries.map((each) => printEntry(each, style)).join(', ')} }`
    case 'call':
      return `${style.localOf(code.callee)}(${code.args.map((each) => printCode(each, style)).join(', ')})`
    case 'asserted':
      return `${stringLiteral(code.value, style.quote)} as string as ${typeName(code.type, style)}`
  }
}

/** The call as a link of a chain: on a line of its own, below its comments. */
export function printMethodCall(call: MethodCall): string {
  return `\n${commentLines(call.comments)}.${printCall(call, ownStyle)}`
}

/** The call without its comments. */
export function printCall({ method, args }: MethodCall, style: CodeStyle): string {
  return `${method}(${printItems(args, style)})`
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

function typeName(name: string, { localOf }: CodeStyle): string {
  return name === 'never' ? name : localOf(name)
}

function printLiteral(value: string | number | boolean, { quote }: CodeStyle): string {
  if (typeof value !== 'string') return String(value)
  // In quotes linters take `${` for a forgotten template (Biome: noTemplateCurlyInString).
  const inTemplate = /\n./s.test(value) || value.includes('${')
  return inTemplate ? templateLiteral(value) : stringLiteral(value, quote)
}

function printItems(items: readonly Item[], style: CodeStyle): string {
  return items.map((item) => above(item) + printCode(item.code, style)).join(', ')
}

export function printEntry(entry: Entry, style: CodeStyle): string {
  return `${above(entry)}${keyLiteral(entry.key, style.quote)}: ${printCode(entry.code, style)}`
}

function above({ comments }: Item): string {
  return comments.length === 0 ? '' : `\n${commentLines(comments)}`
}
