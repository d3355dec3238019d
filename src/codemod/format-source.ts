import type { Plugin } from 'prettier'
import * as estree from 'prettier/plugins/estree'
import * as typescript from 'prettier/plugins/typescript'
import { format } from 'prettier/standalone'
import { lineJoint } from './comments.ts'

/**
 * The layout of bottle files that the tool writes: that of the project's own examples. Lines end as
 * the first one does.
 */
export async function formatSource(text: string): Promise<string> {
  const laidOut = await format(text, {
    parser: 'typescript',
    plugins: [typescript, estree as Plugin],
    printWidth: 100,
    semi: false,
    singleQuote: true,
    trailingComma: 'all',
    endOfLine: 'auto',
  })
  const blocks = new RegExp(`^( *)(.*${lineJoint}.*)$`, 'gm')
  return laidOut.replace(blocks, (_, indent: string, block: string) =>
    block
      .split(lineJoint)
      .map((line) => indent + line)
      .join('\n'),
  )
}
