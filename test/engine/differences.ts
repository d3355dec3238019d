import type { Difference } from './difference.ts'

/** Where bottleworks and the engine differ on purpose. */
export const differences: readonly Difference[] = []
