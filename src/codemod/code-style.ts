import type { Node } from 'ts-morph'
import { apiNames, quoteOf } from './api-names.ts'
import type { CodeStyle } from './print-code.ts'

/** How the file of `node` says things. */
export function codeStyle(node: Node): CodeStyle {
  const file = node.getSourceFile()
  return { quote: quoteOf(file), localOf: apiNames(file).localOf }
}
