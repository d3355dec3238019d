import type { CodeExample } from './catalogue/code-entry.ts'
import type { DiagnosticCode } from './catalogue.ts'
import { acknowledgement, catalogue } from './catalogue.ts'

/** The help on a code, for programs that show it beside a diagnostic. */
export function codeHelp(code: DiagnosticCode): {
  readonly text: string
  readonly markdown: string
} {
  const { why, good, accept } = catalogue[code]
  const call = acknowledgement(code)
  return {
    text: [
      why,
      `Good:\n${exampleText(good)}`,
      ...(accept === undefined ? [] : [`${accept}\n${call}`]),
    ].join('\n\n'),
    markdown: [
      why,
      '**Good**',
      exampleMarkdown(good),
      ...(accept === undefined ? [] : [accept, fenced('ts', call)]),
    ].join('\n\n'),
  }
}

/** The text of an example: code, or a sentence. */
export function exampleText(example: CodeExample): string {
  if ('setup' in example) return example.setup
  return ('bottle' in example ? example.bottle : example.smolfile).trimEnd()
}

/** The example as Markdown, with the language of its code. */
export function exampleMarkdown(example: CodeExample): string {
  if ('setup' in example) return example.setup
  return fenced('bottle' in example ? 'ts' : 'toml', exampleText(example))
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``
}
