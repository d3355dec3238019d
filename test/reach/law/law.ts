import { beyond } from '../../../src/reach/beyond.ts'
import { modelAnswer, reachOf } from './model.ts'
import type { Pair } from './pairs.ts'
import type { Answer, Probe } from './probe.ts'
import { probesOf } from './probes-of.ts'
import { canReach } from './second-reading.ts'

const order: readonly Answer[] = ['no', 'depends', 'yes']

/** What is wrong of a pair, and what it shows. */
export interface Verdict {
  readonly wrong: readonly string[]
  /** Whether the model says that there is something beyond, and whether a probe shows it. */
  readonly beyond: 'nothing' | 'shown' | 'not shown'
}

/**
 * What the model tells and no probe shows, on purpose:
 * - What is below a mount, or is the part of a bucket: whether it is a link, nobody knows.
 * - A host of a credential below a wildcard that was there: texts are compared.
 * - A name whose loopback is open by addresses that a probe does not try.
 *
 * Holds a pair against the laws: what is within reaches nothing more by any probe, and what the
 * model answers is what the second reading answers.
 */
export function judge(pair: Pair): Verdict {
  const [before, after] = [reachOf(pair.before), reachOf(pair.after)]
  const isWithin = beyond(after, before).length === 0
  for (const probe of probesOf(pair)) {
    const [had, has] = [canReach(pair.before, probe), canReach(pair.after, probe)]
    const model = modelAnswer(after, probe)
    if (model !== undefined && model !== has) {
      return wrong(`the model says ${model}, the second reading ${has}`, probe)
    }
    if (order.indexOf(has) > order.indexOf(had)) {
      if (isWithin) return wrong(`${had} before, ${has} after, and nothing is beyond`, probe)
      // The rest of such a pair tells of the model alone, and there are pairs enough for that.
      return { wrong: [], beyond: 'shown' }
    }
  }
  return { wrong: [], beyond: isWithin ? 'nothing' : 'not shown' }
}

function wrong(what: string, probe: Probe): Verdict {
  return { wrong: [`${what}: ${JSON.stringify(probe)}`], beyond: 'nothing' }
}
