import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import type { ChangeContext, ClassRule } from '../dialects/isolation/class-rule.ts'
import type { Finding, IsolationClass } from './finding.ts'
import { ownClasses, unclassed } from './own-settings.ts'
import { reachVerdict } from './reach-classes.ts'
import type { ReachEffect } from './reach-effects.ts'

/** The rules of the settings of a bottle that are not in its Smolfile. */
const ownRules: ReadonlyMap<string, readonly ClassRule[]> = new Map(Object.entries(ownClasses))

export interface Verdict {
  readonly class: IsolationClass
  readonly reason: string
  readonly note?: string
}

/** Classifies a change by the first rule that applies, and as widening when there is none. */
export function classify(dialect: DialectName, each: ChangeContext): Verdict {
  const { setting } = each.change
  // The rules of a dialect look at documents of that dialect, and these are such.
  const rules = (ownRules.get(setting) ??
    dialectOf(dialect).isolation.get(setting) ??
    []) as readonly ClassRule[]
  const rule = rules.find(({ when }) => when.every((holds) => holds(each)))
  const { class: isolationClass, reason, note } = rule ?? unclassed
  return { class: isolationClass, reason, ...(note === undefined ? {} : { note }) }
}

/** The finding that a change is. */
export function findingOf(
  dialect: DialectName,
  each: ChangeContext,
  slug: string,
  effect?: ReachEffect,
): Finding {
  const { setting, path, change, before, after } = each.change
  const rule = classify(dialect, each)
  return {
    slug,
    setting,
    path,
    change,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(effect === undefined ? rule : reachVerdict(rule, effect, each.isAdded)),
  }
}
