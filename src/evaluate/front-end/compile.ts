import { transformSync } from 'oxc-transform'
import { quote } from '../../diagnostic/text.ts'
import type { Inspected } from './inspect-code.ts'
import { inspectCode, parseCode } from './inspect-code.ts'
import type { ModuleKind } from './resolve.ts'
import { importedText } from './resolve.ts'

export interface Compiled extends Omit<Inspected, 'plain'> {
  /** JavaScript for the engine; empty when there are problems. */
  readonly code: string
}

const nothing: Compiled = { code: '', imports: [], typeImports: [], problems: [] }

/** Turns one source file into a module for the engine. */
export function compileSource(kind: ModuleKind, text: string): Compiled {
  if (kind === 'text') return { ...nothing, code: exportText(text) }
  return kind === 'json' ? compileJson(text) : compileCode(text)
}

/** Strips the types. `map` asks for the source map as well, which evaluation does not need. */
export function stripTypes(text: string, map: boolean) {
  return transformSync('module.ts', text, { lang: 'ts', sourceType: 'module', sourcemap: map })
}

function exportText(text: string): string {
  return `export default ${JSON.stringify(importedText(text))}`
}

function compileJson(text: string): Compiled {
  try {
    JSON.parse(text)
  } catch (error) {
    // The engine's words go on with a piece of the text, which may be of a secret.
    const [reason = ''] = (error as Error).message.split(/, (?:\.{3})?"/)
    const message = `this is not valid JSON: ${quote(reason)}`
    return { ...nothing, problems: [{ code: 'BW104', message }] }
  }
  // An object literal would honour a key named __proto__.
  return { ...nothing, code: `export default JSON.parse(${JSON.stringify(text)})` }
}

function compileCode(text: string): Compiled {
  const { plain, ...inspected } = inspectCode(text, parseCode(text))
  const { problems } = inspected
  return { ...inspected, code: problems.length > 0 ? '' : stripTypes(plain, false).code }
}
