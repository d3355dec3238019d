import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { PlanEntry, Printed } from '../synth.ts'

/** The parts of the JSON documents that several commands share. Documented in the README. */
export function jsonDiagnostics(diagnostics: readonly Diagnostic[]) {
  return diagnostics.map(({ code, severity, message, slug, path, origin, hint }) => ({
    code,
    severity,
    message,
    slug,
    path,
    file: origin?.file,
    line: origin?.line,
    column: origin?.column,
    hint,
  }))
}

export function jsonPrinted(printed: readonly Printed[]) {
  return printed.map(({ slug, lines }) => ({ slug, lines }))
}

export function jsonEntry({ slug, path }: PlanEntry, state: string) {
  return { slug, path, state }
}

/** A document on one line, of which there are many. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replaceAll('##[', '#\\u0023[')
}

/** The document's text, without a `##[`, which GitHub Actions would read as a command. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('##[', '#\\u0023[')
}
