import type { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import type { BinaryOperator } from './nodes.ts'
import type { Value } from './values.ts'
import {
  isFunction,
  isList,
  isPlainNumber,
  isRecord,
  Matcher,
  memberOf,
  Namespace,
  textOf,
} from './values.ts'

/** What an operator makes of two values. */
export function calculate(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  budget: Budget,
): Value {
  if (operator === '===') return left === right
  if (operator === '!==') return left !== right
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    const made = textOf(left) + textOf(right)
    budget.grow(made.length)
    return made
  }
  if (!isPlainNumber(left) || !isPlainNumber(right)) return giveUp()
  const made = operators[operator](left, right)
  return typeof made === 'boolean' || isPlainNumber(made) ? made : giveUp()
}

/** A property of a value. */
export function propertyOf(of: Value, key: string | number): Value {
  if (isList(of) || typeof of === 'string') {
    if (key === 'length') return of.length
    return typeof key === 'number' && key >= 0 && key < of.length ? of[key] : giveUp()
  }
  return isRecord(of) ? memberOf(of, String(key)) : giveUp()
}

export function typeOf(value: Value): string {
  if (value instanceof Namespace || value instanceof Matcher) return giveUp()
  return isFunction(value) ? 'function' : typeof value
}

const operators: Readonly<
  Record<Exclude<BinaryOperator, '===' | '!=='>, (left: number, right: number) => number | boolean>
> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
}
