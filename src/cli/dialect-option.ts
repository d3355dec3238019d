import { nearest, quote } from '../diagnostic/text.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectNames, isDialectName } from '../dialects/dialects.ts'
import { UsageError } from './usage-error.ts'

/**
 * The dialect of that name, if one is named.
 *
 * @throws UsageError when there is none of the name.
 */
export function dialectOption(name: string | undefined): DialectName | undefined {
  if (name === undefined || isDialectName(name)) return name
  const guess = nearest(name, dialectNames)
  const advice = guess === undefined ? '' : `; did you mean ${quote(guess)}?`
  const all = `the dialects are ${dialectNames.join(', ')}`
  throw new UsageError(`unknown dialect ${quote(name)}${advice}`, all)
}
