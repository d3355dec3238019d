import type { Change, IsolationClass } from './change.ts'

/** Everything that a predicate may look at. */
export interface ChangeContext<Document = unknown> {
  readonly change: Change
  /** The whole documents. For a bottle that was added, `before` is the most closed one. */
  readonly before: Document
  readonly after: Document
  readonly slugs: { readonly before: string; readonly after: string }
  readonly isAdded: boolean
}

/** One question to a change. */
export type Predicate<Document = unknown> = (each: ChangeContext<Document>) => boolean

/** A class, the questions that must all be answered with yes, and the reason that is shown. */
export interface ClassRule<Document = unknown> {
  readonly class: IsolationClass
  readonly reason: string
  readonly note?: string
  readonly when: readonly Predicate<Document>[]
}

type Rule = <Document>(
  reason: string | readonly [reason: string, note: string],
  ...when: readonly Predicate<Document>[]
) => ClassRule<Document>

const ruleOf =
  (isolationClass: IsolationClass): Rule =>
  (said, ...when) => {
    const [reason, note] = typeof said === 'string' ? [said] : said
    return { class: isolationClass, reason, when, ...(note === undefined ? {} : { note }) }
  }

export const widens = ruleOf('widens')
export const narrows = ruleOf('narrows')
export const inside = ruleOf('inside')
export const neutral = ruleOf('neutral')

export const added: Predicate = ({ change }) => change.change === 'added'
export const removed: Predicate = ({ change }) => change.change === 'removed'
export const changed: Predicate = ({ change }) => change.change === 'changed'

/** Whether the bottle itself is new, and so has every setting for the first time. */
export const inNewBottle: Predicate = ({ isAdded }) => isAdded

export const isTrue: Predicate = ({ change }) => change.after === true
export const wasTrue: Predicate = ({ change }) => change.before === true
