import type { DiagnosticCode } from './codes.ts'

/** What a rule objects to in one bottle, at the path of a setting. */
export interface Problem {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning'
  /** For instance `slug`, `command`, `env.HTTP_PROXY` or `net[0].socket`. */
  readonly path: string
  readonly message: string
  readonly hint?: string
}

/** An error at `path`. */
export function errorAt(
  code: DiagnosticCode,
  path: string,
  message: string,
  hint?: string,
): Problem {
  return { code, severity: 'error', path, message, ...(hint === undefined ? {} : { hint }) }
}

/** A warning at `path`; its code is one of those that can be acknowledged. */
export function warningAt(
  code: DiagnosticCode,
  path: string,
  message: string,
  hint?: string,
): Problem {
  return { code, severity: 'warning', path, message, ...(hint === undefined ? {} : { hint }) }
}
