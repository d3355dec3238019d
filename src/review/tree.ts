import type { DialectName, SmolfileDocument } from '../dialects/dialects.ts'
import type { SettingValue } from '../dialects/isolation/change.ts'

/** One bottle of a tree that is reviewed. Everything in it is untrusted. */
export interface ReviewedBottle {
  readonly slug: string
  readonly dialect: DialectName
  readonly document: SmolfileDocument
  /** What the Smolfile says that its dialect has no form for, by its path. Default: nothing. */
  readonly unfit?: ReadonlyMap<string, SettingValue>
  /** Path of the bottle file, relative to the project. */
  readonly source?: string
  /** The Smolfile's text. */
  readonly text: string
  /** Codes of acknowledged rules with their reasons. */
  readonly acknowledged: Readonly<Record<string, string>>
  /** Set where no source and manifest account for it: whether it can be read as a Smolfile, or not. */
  readonly stray?: 'bottle' | 'file'
}

/** The bottles of one state of a project, by slug. */
export type ReviewedTree = ReadonlyMap<string, ReviewedBottle>
