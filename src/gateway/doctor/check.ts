/** One thing that was looked at on the host. */
export interface Check {
  readonly name: string
  /** The bottle that it is about; absent of the host itself. */
  readonly slug?: string
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly found: string
  /** What to do about it. */
  readonly advice?: string
}

/** A check by what was found: what has no advice is well. */
export type CheckResult = Omit<Check, 'name' | 'slug'>

export function ok(found: string): CheckResult {
  return { state: 'ok', found }
}

export function warning(found: string, advice: string): CheckResult {
  return { state: 'warning', found, advice }
}

export function failed(found: string, advice: string): CheckResult {
  return { state: 'failed', found, advice }
}

export function skipped(found: string): CheckResult {
  return { state: 'skipped', found }
}
