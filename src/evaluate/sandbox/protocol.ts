import type { Diagnostic, Origin } from '../../diagnostic/diagnostic.ts'
import type { PackedInputs } from './packed-inputs.ts'

/** The data that the sandbox's thread is started with. */
export interface ThreadData {
  /** One cell: how many steps have been begun that a bottle can make long, for the watchdog. */
  readonly progress: SharedArrayBuffer
}

/** Texts that stand for files of the project, by their paths: what is not written yet. */
export type Drafts = ReadonlyMap<string, string>

/** A module of the tool's own that runs inside the engine. */
export interface GuestModule {
  readonly name: string
  readonly code: string
}

export type Request =
  /**
   * Comes first, and when files may have changed: all modules are forgotten. `project` is its real
   * path, and `drafts` stand for some of its files.
   */
  | { readonly kind: 'open'; readonly project: string; readonly drafts: Drafts }
  | { readonly kind: 'evaluate'; readonly files: readonly string[] }
  /** Policies, and what they are to judge. */
  | ({ readonly kind: 'judge'; readonly files: readonly string[] } & PackedInputs)
  | { readonly kind: 'locate'; readonly places: readonly StackPlace[] }
  | { readonly kind: 'trace'; readonly places: readonly StackPlace[] }

/** A module that a result was made of. */
export interface Input {
  /** Relative to the project. */
  readonly path: string
  /** Of its text. */
  readonly hash: string
}

/** A recorded builder call, to be found in the source. */
export interface StackPlace {
  /** The file that made it. A stack can be forged: it is believed of what this file is made of alone. */
  readonly file: string
  readonly name: string
  readonly stack: string
}

/** The places that led to a builder call, the innermost first, with the preset that each applied. */
export type CallTrace = readonly { readonly origin: Origin; readonly applied?: string }[]

export type Reply =
  /** All modules are read and compiled; this is what is wrong with them, and which are sound. */
  | {
      readonly kind: 'loaded'
      readonly diagnostics: readonly Diagnostic[]
      readonly sound: readonly string[]
    }
  /** The next of the sound files has been evaluated. */
  | { readonly kind: 'evaluated'; readonly outcome: Outcome; readonly inputs: readonly Input[] }
  /** The next of the inputs has been judged. */
  | { readonly kind: 'judged'; readonly judged: Judged }
  | { readonly kind: 'located'; readonly origins: readonly (Origin | undefined)[] }
  | { readonly kind: 'traced'; readonly callTraces: readonly CallTrace[] }
  /** The sources are more than is held at once; the thread is as it was before. */
  | { readonly kind: 'too-much'; readonly reason: string }
  /** The machine does not give what it takes to run the engine, or the parser. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'broken'; readonly stack: string }

/** What a policy reports: of which bottle, where many are judged together, and of which setting. */
export type Reported = readonly [slug: string, path: string, message: string, hint: string]

/**
 * What came of judging one input: what each policy reports, in their order. It failed when one of
 * them did; of a single one there is a diagnostic.
 */
export type Judged = {
  readonly printed: readonly string[]
} & (
  | { readonly kind: 'reports'; readonly reports: readonly (readonly Reported[])[] }
  | { readonly kind: 'failed'; readonly diagnostic?: Diagnostic }
)

/** The outcome of evaluating one bottle file. */
export type Outcome = {
  readonly printed: readonly string[]
} /** The JSON of each member that the file gives. */ & (
  | { readonly kind: 'definitions'; readonly members: readonly string[] }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic }
)
