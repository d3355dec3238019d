import type { Difference } from './difference.ts'

/** Where bottleworks is wrong today, and is to change: an entry goes with the rule that it names. */
export const wrongToday: readonly Difference[] = []
