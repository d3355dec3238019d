/** The states by which `bottle list` shows bottles and other files of the output tree. */
export const listedStates = [
  'current',
  'missing',
  'stale',
  'orphaned',
  'hand-edited',
  'error',
  'unknown',
  'unsourced',
  'allowed',
] as const
