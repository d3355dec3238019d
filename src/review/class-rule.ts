import type { DialectName } from '../dialects/dialects.ts'
import type { Change, IsolationClass } from './finding.ts'

/** Everything that a judge may look at. */
export interface Case<Document = unknown> {
  readonly change: Change
  readonly dialect: DialectName
  /** The whole documents. For a bottle that was added, `before` is the most closed one. */
  readonly before: Document
  readonly after: Document
  readonly slugs: { readonly before: string; readonly after: string }
  readonly isAdded: boolean
}

/** One question to a change. */
export type Judge<Document = unknown> = (each: Case<Document>) => boolean

/** A class, the questions that must all be answered with yes, and the reason that is shown. */
export interface ClassRule<Document = unknown> {
  readonly class: IsolationClass
  readonly reason: string
  readonly note?: string
  readonly when: readonly Judge<Document>[]
}

type Rule = <Document>(
  reason: string | readonly [reason: string, note: string],
  ...when: readonly Judge<Document>[]
) => ClassRule<Document>

const ruleOf =
  (isolationClass: IsolationClass): Rule =>
  (said, ...when) => {
    const [reason, note] = typeof said === 'string' ? [said] : said
    return { class: isolationClass, reason, when, ...(note === undefined ? {} : { note }) }
  }

export const widens = ruleOf('widens')
export const narrows = ruleOf('narrows')
export const neutral = ruleOf('neutral')

export const added: Judge = ({ change }) => change.change === 'added'
export const removed: Judge = ({ change }) => change.change === 'removed'
export const changed: Judge = ({ change }) => change.change === 'changed'

/** That the bottle itself is new, and so has every setting for the first time. */
export const inNewBottle: Judge = ({ isAdded }) => isAdded

export const isTrue: Judge = ({ change }) => change.after === true
export const wasTrue: Judge = ({ change }) => change.before === true
