const givenUp = new Error('direct evaluation gives up')

/** Ends the direct evaluation of a file, of which nothing is said: the sandbox evaluates it. */
export function giveUp(): never {
  throw givenUp
}
