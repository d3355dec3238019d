import type { DiagnosticCode } from '../../src/diagnostic/catalogue.ts'
import type { Finding } from './findings.ts'

/** One way in which bottleworks and the engine are known to differ. */
export interface Difference {
  /**
   * `stricter`: an error of ours in what the engine takes. `host-dependent`: the engine refuses what
   * the host does not have. `looser`: it refuses what we take. `read otherwise`: it takes a setting,
   * and makes something else of it than the text says.
   */
  readonly kind: 'stricter' | 'host-dependent' | 'looser' | 'read otherwise'
  /** What differs, and why it is so. */
  readonly what: string
  readonly why: string
  /** A Smolfile that shows it. */
  readonly example: string
  readonly covers: Cover
}

/** The findings that a difference stands for. */
export type Cover =
  | { readonly code: DiagnosticCode; readonly message: RegExp; readonly path?: RegExp }
  | { readonly refusal: RegExp }
  | { readonly start: RegExp }
  | { readonly field: string; readonly when: (finding: FieldFinding) => boolean }

export type FieldFinding = Extract<Finding, { kind: 'field' }>

/** Whether a finding is one that the difference stands for. */
export function isCovered(finding: Finding, { covers }: Difference): boolean {
  if ('code' in covers) {
    if (finding.kind !== 'error' || finding.code !== covers.code) return false
    return covers.message.test(finding.message) && (covers.path?.test(finding.path) ?? true)
  }
  if ('refusal' in covers) return finding.kind === 'refusal' && covers.refusal.test(finding.message)
  if ('start' in covers) return finding.kind === 'start' && covers.start.test(finding.message)
  return finding.kind === 'field' && finding.field === covers.field && covers.when(finding)
}
