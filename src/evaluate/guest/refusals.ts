const same = 'the same files must always give the same output'

/** The errors of what is taken away from a bottle. The host shows these texts and no others. */
export const refusals = {
  time: `the current time is not available in a bottle file: ${same}`,
  randomness: `randomness is not available in a bottle file: ${same}`,
  code: 'code from strings is not available in a bottle file: nobody can review it',
  promises:
    'promises are not available in a bottle file: a bottle file runs synchronously from top to bottom',
} as const
