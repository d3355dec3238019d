/** An error in a setting that was asked for, or in its value, with what is allowed. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
