/** Wrong usage of a command, with what is right: a line for each piece of advice. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly advice: readonly string[]

  constructor(message: string, ...advice: readonly string[]) {
    super(message)
    this.advice = advice
  }
}
