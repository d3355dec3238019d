import type { Origin } from '../diagnostic/diagnostic.ts'
import type { DialectName } from '../dialects/dialects.ts'
import type { Change, IsolationClass } from '../dialects/isolation/change.ts'
import type { ComparedBase } from '../output/git-commit.ts'
import type { ReviewedBottle } from './tree.ts'

export type { Change, IsolationClass, SettingValue } from '../dialects/isolation/change.ts'

/** From what a reader must see first to what may wait. */
export const isolationClasses: readonly IsolationClass[] = [
  'widens',
  'narrows',
  'inside',
  'neutral',
]

/** A change of one bottle, classed by what it does to isolation. */
export interface Finding extends Change {
  readonly slug: string
  readonly class: IsolationClass
  /** The reason for this class, in the tool's own words, without anything from a Smolfile. */
  readonly reason: string
  /** A note on what to check although the class says nothing of it. */
  readonly note?: string
  /** Texts that are secrets by what stands elsewhere, as behind `--token`. */
  readonly announced?: readonly string[]
  readonly origin?: Origin
}

/** The changes of one bottle. */
export interface BottleReview {
  readonly slug: string
  readonly state: 'added' | 'removed' | 'renamed' | 'changed' | 'unchanged'
  /** The slug that a renamed bottle had. */
  readonly from?: string
  /** The dialect that it has now, or had when it was removed; absent of what is no Smolfile. */
  readonly dialect?: DialectName
  readonly before?: ReviewedBottle
  readonly after?: ReviewedBottle
  readonly findings: readonly Finding[]
}

/** The changes of the project's configuration. */
export interface ConfigurationReview {
  /** The file that it stands in. */
  readonly file: string
  readonly findings: readonly Finding[]
}

/** What a review is of, in names that are not the tool's own. */
export interface ReviewedThing {
  /** The folder of the project; absent when it was none. */
  readonly project?: string
  /** The commit that is checked out there; absent without a base. */
  readonly commit?: string | undefined
  /** The trees or Smolfiles that were compared, of which neither is a project's. */
  readonly paths?: readonly [before: string, after: string]
}

/** The changes between two states of a project, by slug. */
export interface Review {
  /** Absent where nothing is known of it. */
  readonly of?: ReviewedThing
  /** The commit that what is was compared with; absent when it was none. */
  readonly base?: ComparedBase
  readonly bottles: readonly BottleReview[]
  /** Absent when the configuration is the same. */
  readonly configuration?: ConfigurationReview
}

/** The review with the place in the source at which each setting was made, where it is known. */
export function withOrigins(
  review: Review,
  originOf: (slug: string, path: string) => Origin | undefined,
): Review {
  const located = (finding: Finding): Finding => {
    const origin = originOf(finding.slug, finding.path)
    return origin === undefined ? finding : { ...finding, origin }
  }
  return {
    ...review,
    bottles: review.bottles.map((bottle) =>
      bottle.findings.length === 0 ? bottle : { ...bottle, findings: bottle.findings.map(located) },
    ),
  }
}
