/** What is wrong with a setting that was asked for, or with its value, and what is allowed. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
