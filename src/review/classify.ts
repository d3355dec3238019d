import type { Case, ClassRule } from './class-rule.ts'
import { classes, ownClasses, unclassed } from './classes.ts'
import type { Finding, IsolationClass } from './finding.ts'

/** A table by setting; a setting's name is hostile, so it is looked up in a map. */
type ClassTable = ReadonlyMap<string, readonly ClassRule<never>[]>

const tables: Readonly<Record<Case['dialect'], ClassTable>> = {
  'claude-bottle': new Map(Object.entries({ ...classes['claude-bottle'], ...ownClasses })),
  smolvm: new Map(Object.entries({ ...classes.smolvm, ...ownClasses })),
}

export interface Verdict {
  readonly class: IsolationClass
  readonly reason: string
  readonly note?: string
}

/** What the first rule that holds says of a change, and that it widens when there is none. */
export function classify(each: Case): Verdict {
  const rules = tables[each.dialect].get(each.change.setting) ?? []
  // The rules of a dialect's table look at documents of that dialect, and these are such.
  const rule = rules.find(({ when }) => when.every((judge) => judge(each as Case<never>)))
  const { class: isolationClass, reason, note } = rule ?? unclassed
  return { class: isolationClass, reason, ...(note === undefined ? {} : { note }) }
}

/** The finding that a change is. */
export function findingOf(each: Case, slug: string): Finding {
  const { setting, path, change, before, after } = each.change
  return {
    slug,
    setting,
    path,
    change,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...classify(each),
  }
}
