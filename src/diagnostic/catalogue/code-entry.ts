export type Severity = 'error' | 'warning'

/**
 * An example of a code. A test runs it: the bad example gives the code, and the good one does not.
 * - `bottle`: the text of `bottles/<slug>.bottle.ts`, the slug being the one in the text.
 * - `smolfile`: the text of a Smolfile, which `bottle vet` checks.
 * - `setup`: one sentence on a situation that no single file shows.
 */
export type CodeExample =
  | { readonly bottle: string }
  | { readonly smolfile: string; readonly dialect?: 'claude-bottle' | 'smolvm' }
  | { readonly setup: string }

interface Explained {
  /** The problem, in lower case and without a full stop. */
  readonly title: string
  /** The consequence and why it matters, with the source of the fact: 1 to 3 sentences. */
  readonly why: string
  readonly bad: CodeExample
  readonly good: CodeExample
  /** The behaviour of smolvm, libkrun, gvproxy or curl. */
  readonly upstream?: string
}

interface ErrorEntry extends Explained {
  readonly severity: 'error'
  readonly accept?: never
}

interface WarningEntry extends Explained {
  readonly severity: 'warning'
  /** When it is right to accept the warning; a warning without it cannot be acknowledged. */
  readonly accept?: string
}

/** All that the tool says of one diagnostic code, apart from a single case. */
export type CodeEntry = ErrorEntry | WarningEntry

/** The entries of one area. */
export type CodeEntries = Readonly<Record<`BW${number}`, CodeEntry>>
