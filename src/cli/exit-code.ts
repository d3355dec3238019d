/** The exit codes of the process. docs/reference/commands.md has the words for users. */
export const exitCode = {
  clean: 0,
  sourceErrors: 1,
  outOfDate: 2,
  /** EX_USAGE of sysexits.h. */
  usage: 64,
  /** EX_SOFTWARE of sysexits.h. */
  bug: 70,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
