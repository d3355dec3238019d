import type { Claim } from '../dialects/dialect.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { Bottle } from '../project/validate.ts'

/** What of the host the bottle alone may have. */
export function claimsOf({ dialect, document }: Bottle): readonly Claim[] {
  // The document is of the dialect that it is named with.
  return dialectOf(dialect).claims(document as never)
}

/** The first socket, or address, of the bottle. */
export function claimOf(bottle: Bottle, kind: Claim['what']): string | undefined {
  return claimsOf(bottle).find(({ what }) => what === kind)?.value
}

/** The sockets of all these bottles but one. */
export function otherSockets(bottles: readonly Bottle[], bottle: Bottle): readonly string[] {
  const others = bottles.filter((each) => each !== bottle).flatMap(claimsOf)
  return others.flatMap(({ what, value }) => (what === 'socket' ? [value] : []))
}
