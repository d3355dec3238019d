import { definitionKey } from '../../language/definition.ts'
import type { Judge, Policy } from '../../language/policy/policy.ts'
import { judgeKey } from '../../language/policy/policy.ts'
import * as ready from '../../policies.ts'
import * as language from '../../policy.ts'
import { giveUp } from './give-up.ts'
import type { Value } from './values.ts'
import { Closure, HostJudge, isRecord, Native, PolicyValue, requireData } from './values.ts'

type Make = (...args: readonly never[]) => Policy

/** The modules that policy files import, as far as they are known here. */
export function makePolicyLanguage(): ReadonlyMap<string, ReadonlyMap<string, Value>> {
  const own = Object.entries(ready).map(([name, make]) => [name, readyFunction(make)] as const)
  return new Map([
    [
      'bottleworks/policy',
      new Map<string, Value>([
        ['policy', policyFunction(language.policy)],
        ['fleetPolicy', policyFunction(language.fleetPolicy)],
      ]),
    ],
    ['bottleworks/policies', new Map<string, Value>(own)],
  ])
}

function policyFunction(make: Make): Native {
  return new Native(([name, options, judge, ...more], budget) => {
    budget.callLanguage()
    if (!(judge instanceof Closure) || !isRecord(options) || more.length > 0) return giveUp()
    for (const each of [name, options]) requireData(each, budget)
    const made = make(name as never, options as never, nobody as never)
    return new PolicyValue(made[definitionKey], judge)
  })
}

function nobody(): void {}

/** A function from options to a policy that is the tool's own. */
function readyFunction(make: Make): Native {
  return new Native((args, budget) => {
    budget.callLanguage()
    for (const each of args) requireData(each, budget)
    const { [definitionKey]: definition, [judgeKey]: judge } = make(...(args as never[]))
    return new PolicyValue(definition, new HostJudge(judge as Judge))
  })
}
