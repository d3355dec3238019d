import type { Plugin } from 'prettier'
import * as estree from 'prettier/plugins/estree'
import * as typescript from 'prettier/plugins/typescript'
import { format } from 'prettier/standalone'

/** The layout of bottle files that the tool writes: that of the project's own examples. */
export async function formatSource(text: string): Promise<string> {
  return format(text, {
    parser: 'typescript',
    plugins: [typescript, estree as Plugin],
    printWidth: 100,
    semi: false,
    singleQuote: true,
    trailingComma: 'all',
  })
}
