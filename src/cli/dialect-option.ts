import { nearest, quote } from '../diagnostic/text.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { dialectNames, isDialectName } from '../dialects/dialects.ts'
import type { Terminal } from './terminal.ts'

/** The dialect of that name, which is `unknown` when there is none; then that has been said. */
export function dialectOption(
  name: string | undefined,
  terminal: Terminal,
): DialectName | undefined | 'unknown' {
  if (name === undefined || isDialectName(name)) return name
  const guess = nearest(name, dialectNames)
  const advice = guess === undefined ? '' : `; did you mean ${quote(guess)}?`
  terminal.err(`error: unknown dialect ${quote(name)}${advice}`)
  terminal.err(`(the dialects are ${dialectNames.join(', ')})`)
  return 'unknown'
}
