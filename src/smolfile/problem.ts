import type { DiagnosticCode } from '../diagnostic/codes.ts'

/** What a rule objects to in one bottle, at the path of a setting. */
export interface Problem {
  readonly code: DiagnosticCode
  readonly severity: 'error' | 'warning'
  /** For instance `slug`, `command`, `env.HTTP_PROXY` or `net[0].socket`. */
  readonly path: string
  readonly message: string
  readonly hint?: string
}
