import { trimBlanks } from './blanks.ts'

const seconds = { s: 1n, m: 60n, h: 3600n } as const
const longest = 2n ** 64n - 1n

/** Whether smolvm reads `text` as a duration, as parse_duration_secs of the crate `smolfile` does. */
export function isDuration(text: string): boolean {
  const [, amount = '', unit = 's'] = /^\+?(\d{1,40})([smh]?)$/.exec(trimBlanks(text)) ?? []
  if (amount === '') return false
  return BigInt(amount) * seconds[(unit || 's') as keyof typeof seconds] <= longest
}
