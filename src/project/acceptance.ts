import type { Problem } from '../diagnostic/problem.ts'
import { problemAt } from '../diagnostic/problem.ts'
import { quote } from '../diagnostic/text.ts'
import { isWithin } from '../smolfile/setting-path.ts'

/** What the author of a bottle accepts. */
export interface AcceptedProblem {
  readonly code: string
  readonly reason: string
  /** The setting that it is about, with all that is part of it; absent when it is about all. */
  readonly at?: string
}

/** Whether a problem is among what is accepted: of its code, and at its setting. */
export function accepts(
  { code, at }: AcceptedProblem,
  problem: { readonly code: string; readonly path: string },
): boolean {
  return code === problem.code && (at === undefined || isWithin(problem.path, at))
}

/** Says why an acknowledgement accepts nothing; `allowed` is what can be accepted. */
export function notAcknowledgeable(code: string, allowed: readonly string[]): Problem {
  const message = `${quote(code)} cannot be acknowledged`
  const hint =
    allowed.length === 0
      ? 'there is nothing that can be acknowledged so'
      : `what can be acknowledged is ${allowed.join(', ')}`
  return problemAt('BW034', 'acknowledged', message, hint)
}

export function unreasoned(code: string): Problem {
  const hint = 'say why it is right here, for whoever reviews the file'
  return problemAt('BW034', 'acknowledged', `the acknowledgement of ${code} gives no reason`, hint)
}

/** Says that a bottle accepts what it does not raise, or not there. */
export function voidAcceptance({ code, at }: AcceptedProblem): Problem {
  const where = at === undefined ? '' : ` at ${quote(at)}`
  const message = `${code} is acknowledged${where}, but this bottle does not raise it${at === undefined ? '' : ' there'}`
  return problemAt('BW035', 'acknowledged', message, 'remove the call')
}
