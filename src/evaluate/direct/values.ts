import type { definitionKey } from '../../language/definition.ts'
import type { Judge, Policy } from '../../language/policy/policy.ts'
import type { Budget } from './budget.ts'
import { directLimits } from './budget.ts'
import { giveUp } from './give-up.ts'
import type { FunctionNode, MatcherNode } from './nodes.ts'

type PolicyDefinition = Policy[typeof definitionKey]

export type Scalar = string | number | boolean | null | undefined

/** Whatever a bottle file can hold: nothing of the host's is among it. */
export type Value =
  | Scalar
  | readonly Value[]
  | ValueRecord
  | Closure
  | Native
  | Namespace
  | BuilderValue
  | FleetValue
  | PolicyValue
  | Matcher

/** A record without a prototype. What it has not of its own, it has not. */
export type ValueRecord = { readonly [key: string]: Value }

/** The names that code sees. */
export interface Scope {
  readonly values: Map<string, Value | typeof unset>
  readonly outer: Scope | undefined
}

/** Stands for the value of a name that is declared further down. */
export const unset: unique symbol = Symbol('unset')

/** A function of the source. */
export class Closure {
  readonly node: FunctionNode
  readonly scope: Scope

  constructor(node: FunctionNode, scope: Scope) {
    this.node = node
    this.scope = scope
  }
}

/** A function of the tool's, which answers for what it is given. */
export class Native {
  readonly call: (args: readonly Value[], budget: Budget) => Value

  constructor(call: (args: readonly Value[], budget: Budget) => Value) {
    this.call = call
  }
}

/** A global object, of which these functions can be called and nothing else is known. */
export class Namespace {
  readonly functions: ReadonlyMap<string, Native>

  constructor(functions: ReadonlyMap<string, Native>) {
    this.functions = functions
  }
}

/** A builder of the authoring language, and the methods that it has. */
export class BuilderValue {
  readonly builder: object
  readonly methods: ReadonlySet<string>

  constructor(builder: object, methods: ReadonlySet<string>) {
    this.builder = builder
    this.methods = methods
  }
}

/** A fleet: the bottles of a file, of which nothing else is known here. */
export class FleetValue {
  readonly members: readonly BuilderValue[]

  constructor(members: readonly BuilderValue[]) {
    this.members = members
  }
}

/** A policy, of which nothing else is known here. */
export class PolicyValue {
  /** What it says of itself. */
  readonly definition: PolicyDefinition
  /** The function of the source, or the tool's own. */
  readonly judge: Closure | HostJudge

  constructor(definition: PolicyDefinition, judge: Closure | HostJudge) {
    this.definition = definition
    this.judge = judge
  }
}

/** The function of a policy that is the tool's own. */
export class HostJudge {
  readonly call: Judge

  constructor(call: Judge) {
    this.call = call
  }
}

/** A regular expression, which can be tested and nothing else. */
export class Matcher {
  readonly node: MatcherNode

  constructor(node: MatcherNode) {
    this.node = node
  }
}

export function isFunction(value: Value): value is Closure | Native {
  return value instanceof Closure || value instanceof Native
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isRecord(value: Value): value is ValueRecord {
  if (typeof value !== 'object' || value === null || isList(value)) return false
  if (value instanceof BuilderValue || value instanceof FleetValue) return false
  if (value instanceof PolicyValue || value instanceof Matcher) return false
  return !isFunction(value) && !(value instanceof Namespace)
}

/** An empty record, to be filled by {@link putMember}. */
export function emptyRecord(): Record<string, Value> {
  return Object.create(null)
}

/** Sets a member. Engines may differ in where keys go that look like an index. */
export function putMember(record: Record<string, Value>, key: string, value: Value): void {
  if (key === '__proto__' || /^\d+$/.test(key)) giveUp()
  record[key] = value
}

/** The member of a record, which it must have of its own unless no object has it. */
export function memberOf(record: ValueRecord, key: string): Value {
  if (Object.hasOwn(record, key)) return record[key]
  return key in Object.prototype ? giveUp() : undefined
}

/** Whether all engines write the number alike. */
export function isPlainNumber(value: Value): value is number {
  return Number.isSafeInteger(value) && !Object.is(value, -0)
}

/** The text that a value becomes, where that is beyond doubt. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  return typeof value === 'boolean' || isPlainNumber(value) ? String(value) : giveUp()
}

/** Gives up unless the value is plain data that the authoring language may be given. */
export function requireData(
  value: Value,
  budget: Budget,
  depth: number = directLimits.depth,
): void {
  budget.take()
  if (typeof value === 'string') {
    if (!value.isWellFormed()) giveUp()
    budget.grow(value.length)
  } else if (typeof value === 'number') {
    if (!isPlainNumber(value)) giveUp()
  } else if (typeof value === 'object' && value !== null) {
    if (depth === 0) giveUp()
    if (isList(value)) for (const each of value) requireData(each, budget, depth - 1)
    else if (isRecord(value)) {
      for (const [key, member] of Object.entries(value)) {
        if (!key.isWellFormed()) giveUp()
        budget.grow(key.length)
        requireData(member, budget, depth - 1)
      }
    } else giveUp()
  } else if (isFunction(value)) giveUp()
}
