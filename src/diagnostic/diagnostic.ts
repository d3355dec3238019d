import type { Severity } from './catalogue/code-entry.ts'
import type { DiagnosticCode } from './catalogue.ts'
import { catalogue } from './catalogue.ts'

/** The name of a policy of the project's, `team/rule`. */
export type RuleName = `${string}/${string}`

/** A place in the source at which something was set. Lines and columns count from 1. */
export interface Origin {
  /** Path relative to the project, with `/`; `REF:PATH` of a file in a commit. */
  readonly file: string
  /** The file is one of a commit, and none that anybody could open by this name. */
  readonly inCommit?: boolean
  readonly line?: number
  readonly column?: number
  /** The source line itself, for the excerpt. */
  readonly text?: string
}

/** One error or warning. Messages have no control characters: {@link quote} escapes values. */
export interface Diagnostic<Code extends string = DiagnosticCode | RuleName> {
  /** A code of the tool's own, or the name of a policy. */
  readonly code: Code
  readonly severity: Severity
  /** The problem, with the value quoted, then what is allowed. Lower case, no full stop. */
  readonly message: string
  /** The slug of the bottle concerned. */
  readonly slug?: string
  /** The setting concerned, for instance `env.HTTP_PROXY` or `net[0].socket`. */
  readonly path?: string
  readonly origin?: Origin
  readonly hint?: string
  /** Diagnostics with the same text here are one matter, seen from several places. */
  readonly matter?: string
  /** The project's baseline has it: it is shown apart, and does not fail. */
  readonly baselined?: boolean
  /** A warning of a policy that lets nobody accept it. */
  readonly isBinding?: boolean
}

/** The parts of a diagnostic beside its code and its message; undefined is the same as absent. */
export type DiagnosticDetails = {
  readonly [Key in 'slug' | 'path' | 'origin' | 'hint']?: Diagnostic[Key] | undefined
}

/** A diagnostic, as severe as the catalogue says. */
export function diagnosticOf(
  code: DiagnosticCode,
  message: string,
  details: DiagnosticDetails = {},
): Diagnostic<DiagnosticCode> {
  const { slug, path, origin, hint } = details
  return {
    code,
    severity: catalogue[code].severity,
    message,
    ...(slug === undefined ? {} : { slug }),
    ...(path === undefined ? {} : { path }),
    ...(origin === undefined ? {} : { origin }),
    ...(hint === undefined ? {} : { hint }),
  }
}

/** The diagnostics in the order in which they are shown: by file, line, column, then code. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.origin?.file ?? '', b.origin?.file ?? '') ||
      (a.origin?.line ?? 0) - (b.origin?.line ?? 0) ||
      (a.origin?.column ?? 0) - (b.origin?.column ?? 0) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  )
}

/** The diagnostics with each matter once, which names its other places. */
export function eachMatterOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Set<string>()
  return diagnostics.filter(({ matter }) => {
    if (matter === undefined) return true
    const isNew = !told.has(matter)
    told.add(matter)
    return isNew
  })
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
