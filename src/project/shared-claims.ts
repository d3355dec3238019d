import { groupBy } from '../diagnostic/group-by.ts'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { quote } from '../diagnostic/text.ts'
import type { Claim, CommonSettings } from '../dialects/dialect.ts'
import { freeAddress, usualAddresses } from '../dialects/values/own-address.ts'
import { callOf } from '../evaluate/definition.ts'
import type { BottleProblem, Candidate } from './validate.ts'

/** What of the host a bottle alone may have. */
export interface ClaimOf extends Claim {
  readonly candidate: Candidate
}

/** Says what is wrong when two bottles have one thing of the host, and what to write instead. */
const shared = {
  socket: (value: string, who: string) => ({
    code: 'BW013' as const,
    message: `the socket ${quote(value)} is used ${who}; gvproxy serves one VM a socket`,
  }),
  address: (value: string, who: string) => ({
    code: 'BW015' as const,
    message: `the address ${value} is used ${who}; the gateway of each has its own`,
  }),
}

/**
 * An error at each place at which bottles have one thing of the host.
 *
 * @param claims Of the bottles that are compared, sorted by file.
 * @param others The values that further bottles have, none of which is among those of `claims`.
 */
export function sharedClaims(
  claims: readonly ClaimOf[],
  { gatewayAddresses = usualAddresses }: CommonSettings,
  others: Iterable<string> = [],
): readonly BottleProblem[] {
  const taken = new Set([...others, ...claims.map(({ value }) => value)])
  return [...groupBy(claims, ({ what, value }) => `${what} ${value}`).values()].flatMap((users) => {
    const [{ what, value } = { what: 'socket', value: '' } as const] = users
    if (users.length < 2) return []
    const bottles = new Set(users.map(({ candidate }) => candidate))
    const slugs = [...new Set(users.map(({ candidate }) => candidate.slug))]
    // Two bottles with one slug have much from it, and are refused for the slug.
    if (slugs.length === 1 && bottles.size > 1) return []
    const who =
      bottles.size === 1 ? 'twice in this bottle' : `by the bottles ${slugs.map(quote).join(', ')}`
    const { code, message } = shared[what](value, who)
    return users.map(({ candidate, path }) => {
      const isTaken = (address: string) => taken.has(address)
      const free =
        what === 'address' ? freeAddress(candidate.slug, gatewayAddresses, isTaken) : undefined
      const hint = free === undefined ? undefined : `this one is free: address: '${free}'`
      if (free !== undefined) taken.add(free)
      return {
        ...problemIn(candidate, errorAt(code, path, message, hint)),
        matter: `${code} ${value}`,
      }
    })
  })
}

/** A problem of a candidate, with the builder call that it is about. */
export function problemIn(candidate: Candidate, problem: Problem): BottleProblem {
  const { file, slug, definition } = candidate
  return { ...problem, file, slug, call: callOf(definition, problem.path) }
}
