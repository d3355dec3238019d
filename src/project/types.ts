import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { BottleFile } from '../evaluate/discover.ts'
import type { Printed } from '../evaluate/evaluate.ts'
import type { Plan } from '../output/plan.ts'
import type { BaselineEntry } from './baseline/baseline.ts'
import type { Cause } from './causes.ts'
import type { GivenPolicies } from './policies/policy-set.ts'
import type { Shard } from './shards/shard.ts'
import type { Bottle } from './validate.ts'

export interface SynthOptions {
  /** The project's folder, which holds `bottles/`. Default: the current folder; none is looked for. */
  readonly project?: string
  /** The output tree, relative to the project. Default: as configured, or `smolfiles`. */
  readonly out?: string
  /** Look at these slugs alone; `*` and `?` stand for any characters, or one. Default: all. */
  readonly only?: readonly string[]
  /** Go on with the good bottles when some are bad. */
  readonly keepGoing?: boolean
  /** Overwrite and remove Smolfiles that were edited by hand. */
  readonly force?: boolean
  /** Find out what would be written, and write nothing. Default: no. */
  readonly dryRun?: boolean
  /** Let warnings fail like errors. Default: as configured, or no. */
  readonly strict?: boolean
  /**
   * The warnings that another baseline has, such as that of a base: what it does not have, the
   * project's own does not keep from failing. Default: the project's own decides alone.
   */
  readonly baseline?: readonly BaselineEntry[] | undefined
  /** Is told of each bottle file as it has been evaluated. */
  readonly onProgress?: (progress: Progress) => void
  /** Use and keep what earlier evaluations gave. Default: yes, unless the tool runs from source. */
  readonly cache?: boolean
  /** Warn of git attributes that hide files of the output tree from reviewers. Default: no. */
  readonly attributes?: boolean
  /** Find out what changed the Smolfiles that are updated: their source, or the tool. Default: no. */
  readonly causes?: boolean
  /** Have the policies of another folder judge as well, before those of the project. */
  readonly given?: GivenPolicies | undefined
  /**
   * Leave out of `bottles` those that are known not to have changed since an earlier run, and all where
   * there are thousands: what is to be written for them is in the plan. Default: no.
   */
  readonly settled?: boolean
  /**
   * Look at one part of the bottle files alone, and leave in a folder what the last step compares.
   * Default: all.
   */
  readonly shard?: ShardOptions
  /**
   * Be the last step of shards: look at what is no shard's alone, by what they have left in these
   * folders or files.
   */
  readonly join?: readonly string[]
  /** Check the types of bottle files. Default: when the output tree is compared or written. */
  readonly types?: boolean
}

/** A part of the bottle files, by the slugs that their names say. */
export interface ShardOptions extends Shard {
  /** The folder that its record is written to. It is none of the project's output. */
  readonly folder: string
}

/** The progress of an evaluation. */
export interface Progress {
  /** The number of bottle files that have been evaluated, or were known. */
  readonly done: number
  readonly total: number
  /** The last one. */
  readonly file: string
}

/** The whole of a project's source, validated, before it is compared with the output tree. */
export interface LoadResult {
  /** Every bottle of the project that is known, good or bad, by its file. */
  readonly files: readonly BottleFile[]
  readonly bottles: readonly Bottle[]
  readonly diagnostics: readonly Diagnostic[]
  readonly printed: readonly Printed[]
}

export interface SynthResult extends LoadResult {
  /** What the project's baseline has more of than there is, as far as it was looked for. */
  readonly unneeded?: readonly BaselineEntry[]
  /** The number of good bottles, those that `settled` leaves out among them. */
  readonly good: number
  /** The names of policies of all bottles, which have not judged since not all were looked at. */
  readonly skipped?: readonly string[]
  /** Absent when the output tree could not be read, or a bottle is bad. */
  readonly plan?: Plan
  /** Every bottle that was looked at, good or bad, by its file. */
  readonly files: readonly BottleFile[]
  /** Whether the source is good, and nothing stands against the plan. */
  readonly ok: boolean
  /** Whether the output tree now is what the plan says. */
  readonly applied: boolean
  /** Whether any of the plan was carried out, be it all or what came before an error. */
  readonly begun: boolean
  /** Of the last step of shards: how each of them has ended. */
  readonly shards?: readonly ShardResult[]
  /** With `causes`, what changed each Smolfile that is updated, by slug; empty outside of git. */
  readonly causes?: ReadonlyMap<string, Cause>
}

/** How one shard has ended. */
export interface ShardResult extends Shard {
  /** The number of its bottle files. */
  readonly files: number
  /** Whether its source is good, and nothing stood against its plan. */
  readonly ok: boolean
  /** The number of files of the output tree that are not as they should be. */
  readonly stale: number
}
