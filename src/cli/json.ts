import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { visibleJson } from '../diagnostic/unseen.ts'
import { hideTokens } from '../dialects/masking.ts'
import type { PlanEntry, Printed } from '../synth.ts'
import type { JsonDiagnostic, JsonPrinted, JsonSmolfile } from './json-documents.ts'

/** The parts of the JSON documents that several commands share. */
export function jsonDiagnostics(diagnostics: readonly Diagnostic[]): readonly JsonDiagnostic[] {
  return diagnostics.map(({ code, severity, message, slug, path, origin, hint, baselined }) => ({
    code,
    severity,
    message,
    slug,
    path,
    file: origin?.file,
    line: origin?.line,
    column: origin?.column,
    hint,
    baselined: baselined === true ? baselined : undefined,
  }))
}

export function jsonPrinted(printed: readonly Printed[]): readonly JsonPrinted[] {
  return printed.map(({ slug, lines }) => ({ slug, lines }))
}

export function jsonEntry({ slug, path }: PlanEntry, state: string): JsonSmolfile {
  return { slug, path, state }
}

/** A document on one line, of which there are many. */
export function jsonLine<Document>(value: Document): string {
  return withoutJsonCommands(visibleJson(withoutTokens(value)))
}

/** The document's text. */
export function jsonText<Document>(value: Document): string {
  return withoutJsonCommands(visibleJson(withoutTokens(value), 2))
}

/** The text without a `##[`, which a runner would read as a command, and with the same values. */
function withoutJsonCommands(text: string): string {
  return text.replace(/##(?=[A-Za-z]*\[)/g, '#\\u0023')
}

/** The document without what has the form of a token, wherever a text of it comes from. */
function withoutTokens(value: unknown): unknown {
  if (typeof value === 'string') return hideTokens(value)
  if (Array.isArray(value)) return value.map(withoutTokens)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, withoutTokens(each)])
  return Object.fromEntries(entries)
}
