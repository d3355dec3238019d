import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import type { Expected } from '../output/plan.ts'
import type { ProjectDrafts, Selection } from './select.ts'
import type { LoadResult, SynthOptions, SynthResult } from './types.ts'

/** The options of one look at a project. */
export interface LookOptions extends Omit<SynthOptions, 'project' | 'cache' | 'only'>, Selection {
  /** Texts that stand for bottle files and what they import. */
  readonly drafts?: ProjectDrafts
  /**
   * The files that may have changed since the last look. Default: all. When there is none, nothing
   * is evaluated, and the types of all bottles are checked.
   */
  readonly changed?: ReadonlySet<string>
  /** Have the policies judge the bottles. */
  readonly policies?: boolean
  /** What may have changed in the output tree since, by slug; an empty text is the tree itself. */
  readonly touched?: ReadonlySet<string>
}

/** The result of one look at a project. */
export interface Loaded extends LoadResult {
  /** The definitions that the bottle files gave, of bad bottles too. */
  readonly definitions: readonly Evaluated[]
  /** The number of bottle files that were evaluated, or read from the cache. */
  readonly evaluated: number
  /** Whether the types of some bottles alone were checked. */
  readonly isPartial: boolean
  /** The names of policies that have not judged, since not all bottles were looked at. */
  readonly skipped: readonly string[]
  /** What is to be in the output tree for bottles that are not among the others: it is known. */
  readonly settled: readonly Expected[]
}

/** The result of one round of synth. */
export type Round = SynthResult & Loaded

/** The result of a look that ended before there was a list of bottles. */
export function unlisted(diagnostics: readonly Diagnostic[]): Loaded {
  const nothing = { files: [], bottles: [], printed: [], definitions: [], settled: [], skipped: [] }
  return { ...nothing, diagnostics, evaluated: 0, isPartial: false }
}
