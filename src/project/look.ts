import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { DefinitionFile } from '../evaluate/discover.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import type { Expected } from '../output/plan.ts'
import type { IndexedCandidate } from './policies/judge-bottles.ts'
import type { ProjectDrafts, Selection } from './select.ts'
import type { ClaimOf } from './shared-claims.ts'
import type { LoadResult, ShardOptions, ShardResult, SynthOptions, SynthResult } from './types.ts'

/** The options of one look at a project. */
export interface LookOptions
  extends Omit<SynthOptions, 'project' | 'cache' | 'only' | 'shard'>,
    Omit<Selection, 'shard'> {
  readonly shard?: ShardOptions
  /** Texts that stand for bottle files and what they import. */
  readonly drafts?: ProjectDrafts
  /**
   * The files that may have changed since the last look. Default: all. When there is none, nothing
   * is evaluated, and the types of all bottles are checked.
   */
  readonly changed?: ReadonlySet<string>
  /** Those of the diagnostics that a strict look fails for. Default: all. */
  readonly open?: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[]
  /** Have the policies judge the bottles. */
  readonly policies?: boolean
  /** No more is asked of bottles than their output, as with `settled`. */
  readonly isSlim?: boolean
  /** What may have changed in the output tree since, by slug; an empty text is the tree itself. */
  readonly touched?: ReadonlySet<string>
}

/** The result of one look at a project. */
export interface Loaded extends LoadResult {
  /** The files that define bottles: all, or those of a shard. */
  readonly sources: readonly DefinitionFile[]
  /** The fleet files of which nobody knows the bottles: they failed. */
  readonly unread: readonly string[]
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
  /** What of the host the bottles claim, bad ones too. */
  readonly claims: readonly SlimClaim[]
  /** What stands for the policies that have judged; an empty text where there are none. */
  readonly rules: string
  /** Of a shard, where there are policies of all bottles: what these are given, in the last step. */
  readonly index?: readonly IndexedCandidate[] | undefined
  readonly joined?: Joined
  /** Of many bottles, whose definitions are forgotten: the files that did not give good ones alone. */
  readonly partial?: ReadonlySet<string>
}

/** What the last step of shards has read of them. */
export interface Joined {
  readonly shards: readonly ShardResult[]
  /** The slugs of all bottles, bad ones too: what is in their folders, the shards have looked at. */
  readonly slugs: ReadonlySet<string>
  /** The paths of the files that are in the output tree, or are to be. */
  readonly paths: readonly string[]
}

/** What of the host a bottle alone may have. */
export interface SlimClaim {
  readonly file: string
  readonly slug: string
  readonly what: ClaimOf['what']
  readonly value: string
}

export function claimsOf({ candidate: { file, slug }, what, value }: ClaimOf): SlimClaim {
  return { file, slug, what, value }
}

/** The result of one round of synth. */
export type Round = SynthResult & Loaded

/** The result of a look that ended before there was a list of bottles. */
export function unlisted(diagnostics: readonly Diagnostic[]): Loaded {
  const nowhere = { sources: [], unread: [], files: [] }
  const nothing = {
    ...nowhere,
    bottles: [],
    printed: [],
    definitions: [],
    settled: [],
    skipped: [],
  }
  return { ...nothing, diagnostics, claims: [], rules: '', evaluated: 0, isPartial: false }
}
