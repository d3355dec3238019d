import type { Origin } from '../diagnostic/diagnostic.ts'
import type { DialectName } from '../dialects/dialects.ts'
import type { ReviewedBottle } from './tree.ts'

/** What a change does to the isolation of a bottle. */
export type IsolationClass = 'widens' | 'narrows' | 'neutral'

/** From what a reader must see first to what may wait. */
export const isolationClasses: readonly IsolationClass[] = ['widens', 'narrows', 'neutral']

/** A value of TOML, or `null` for a variable that has a name and no value. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue }

/** One change of one setting. A value that is absent is a setting that is absent. */
export interface Change {
  /** The setting in the table of classes, such as `env` or `net.socket`. */
  readonly setting: string
  /**
   * Which one it is: `env.NO_PROXY`, `net[0].socket`, `command[2]`, `volumes./work`. A member of a
   * set has the path of the set, and is the value. An argument that was removed has its place in
   * the list before; one that was added or changed, in the list after. A credential's name is
   * written as a key of TOML, since more may follow it; other names end the path as they are.
   */
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly before?: SettingValue
  readonly after?: SettingValue
}

/** A change of one bottle, classed by what it does to isolation. */
export interface Finding extends Change {
  readonly slug: string
  readonly class: IsolationClass
  /** Why it has this class. The tool's own words, without anything from a Smolfile. */
  readonly reason: string
  /** What a reader should check although the class says nothing of it. */
  readonly note?: string
  readonly origin?: Origin
}

/** What became of one bottle. */
export interface BottleReview {
  readonly slug: string
  readonly state: 'added' | 'removed' | 'renamed' | 'changed' | 'unchanged'
  /** The slug that a renamed bottle had. */
  readonly from?: string
  /** The dialect that it has now, or had when it was removed. */
  readonly dialect: DialectName
  readonly before?: ReviewedBottle
  readonly after?: ReviewedBottle
  readonly findings: readonly Finding[]
}

/** What changed between two states of a project, by slug. */
export interface Review {
  readonly bottles: readonly BottleReview[]
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
    bottles: review.bottles.map((bottle) =>
      bottle.findings.length === 0 ? bottle : { ...bottle, findings: bottle.findings.map(located) },
    ),
  }
}
