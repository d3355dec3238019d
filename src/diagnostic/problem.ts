import type { Severity } from './catalogue/code-entry.ts'
import type { CodeOf, DiagnosticCode } from './catalogue.ts'
import { catalogue } from './catalogue.ts'

/** The objection of a rule to one bottle, at the path of a setting. */
export interface Problem<Code extends string = DiagnosticCode> {
  readonly code: Code
  readonly severity: Severity
  /** For instance `slug`, `command`, `env.HTTP_PROXY` or `net[0].socket`. */
  readonly path: string
  readonly message: string
  readonly hint?: string
}

/** A problem at `path`, as severe as the catalogue says. */
export function problemAt(
  code: DiagnosticCode,
  path: string,
  message: string,
  hint?: string,
): Problem {
  const { severity } = catalogue[code]
  return { code, severity, path, message, ...(hint === undefined ? {} : { hint }) }
}

/** An error at `path`. */
export function errorAt(
  code: CodeOf<'error'>,
  path: string,
  message: string,
  hint?: string,
): Problem {
  return problemAt(code, path, message, hint)
}

/** A warning at `path`. */
export function warningAt(
  code: CodeOf<'warning'>,
  path: string,
  message: string,
  hint?: string,
): Problem {
  return problemAt(code, path, message, hint)
}
