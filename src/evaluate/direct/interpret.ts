import type { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import { callBuilder } from './language.ts'
import { callMethod } from './methods.ts'
import type { BinaryOperator, Block, ItemNode, ModuleNode, Node, Pattern, Target } from './nodes.ts'
import type { Scope, Value } from './values.ts'
import {
  BuilderValue,
  Closure,
  emptyRecord,
  isFunction,
  isList,
  isPlainNumber,
  isRecord,
  memberOf,
  Namespace,
  Native,
  putMember,
  textOf,
  unset,
} from './values.ts'

/**
 * Evaluates a module over plain data, and returns what it exports. It succeeds or gives up: whatever
 * the engine would throw, the sandbox says.
 *
 * @param imported The values of what the module imports, by its own names.
 */
export function runModule(
  { body, exports }: ModuleNode,
  imported: ReadonlyMap<string, Value>,
  globals: Scope,
  budget: Budget,
): ReadonlyMap<string, Value> {
  const scope = scopeOf(body, globals)
  for (const [name, value] of imported) scope.values.set(name, value)
  if (new Interpreter(budget).run(body, scope) !== undefined) giveUp()
  return new Map(exports.map(([name, local]) => [name, lookUp(local, scope)]))
}

/** Calls a function as the source would. */
export function callFunction(called: Value, args: readonly Value[], budget: Budget): Value {
  if (called instanceof Native) return called.call(args, budget)
  if (!(called instanceof Closure)) return giveUp()
  const { node, scope: outer } = called
  budget.enter()
  const scope = scopeOf(node.body, outer)
  const interpreter = new Interpreter(budget)
  for (const [index, target] of node.parameters.entries()) {
    interpreter.give(target, args[index], scope)
  }
  if (node.rest !== undefined) {
    budget.grow(args.length)
    scope.values.set(node.rest, args.slice(node.parameters.length))
  }
  const returned = interpreter.run(node.body, scope)
  budget.leave()
  return returned?.value
}

function scopeOf({ names }: Block, outer: Scope): Scope {
  return { values: new Map(names.map((name) => [name, unset])), outer }
}

function lookUp(name: string, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const value = at.values.get(name)
    if (value === unset) return giveUp()
    if (value !== undefined || at.values.has(name)) return value
  }
  return giveUp()
}

type CallNode = Extract<Node, { kind: 'call' }>

class Interpreter {
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** Runs statements; what they return is boxed, since it may be undefined. */
  run({ statements }: Block, scope: Scope): { readonly value: Value } | undefined {
    for (const statement of statements) {
      this.#budget.step()
      if (statement.kind === 'return') return { value: this.evaluate(statement.value, scope) }
      if (statement.kind === 'declare') {
        this.#bind(statement.pattern, this.evaluate(statement.value, scope), scope)
        continue
      }
      const holds = Boolean(this.evaluate(statement.test, scope))
      const branch = holds ? statement.met : statement.otherwise
      const returned = this.run(branch, scopeOf(branch, scope))
      if (returned !== undefined) return returned
    }
    return undefined
  }

  give({ pattern, fallback }: Target, value: Value, scope: Scope): void {
    const isAbsent = value === undefined && fallback !== undefined
    this.#bind(pattern, isAbsent ? this.evaluate(fallback, scope) : value, scope)
  }

  #bind(pattern: Pattern, value: Value, scope: Scope): void {
    if (pattern.kind === 'name') {
      scope.values.set(pattern.name, value)
    } else if (pattern.kind === 'list') {
      if (!isList(value)) giveUp()
      for (const [index, target] of pattern.items.entries()) {
        if (target !== undefined) this.give(target, value[index], scope)
      }
    } else {
      if (!isRecord(value)) giveUp()
      for (const { key, target } of pattern.members) this.give(target, memberOf(value, key), scope)
      if (pattern.rest === undefined) return
      const taken = new Set(pattern.members.map(({ key }) => key))
      const rest = emptyRecord()
      for (const [key, member] of Object.entries(value)) {
        this.#budget.grow(1)
        if (!taken.has(key)) putMember(rest, key, member)
      }
      scope.values.set(pattern.rest, rest)
    }
  }

  evaluate(node: Node, scope: Scope): Value {
    this.#budget.step()
    switch (node.kind) {
      case 'literal':
        return node.value
      case 'name':
        return lookUp(node.name, scope)
      case 'template':
        return this.#template(node.texts, node.parts, scope)
      case 'list':
        return this.#items(node.items, scope)
      case 'record':
        return this.#record(node.members, scope)
      case 'function':
        return new Closure(node, scope)
      case 'call':
        return this.#call(node, scope)
      case 'property':
        return this.#property(this.evaluate(node.of, scope), this.#key(node.key, scope))
      case 'choice':
        return this.evaluate(this.evaluate(node.test, scope) ? node.met : node.otherwise, scope)
      case 'unary': {
        const value = this.evaluate(node.operand, scope)
        if (node.operator === '!') return !value
        if (node.operator === 'typeof') return typeOf(value)
        return isPlainNumber(value) ? -value : giveUp()
      }
      case 'logical': {
        const left = this.evaluate(node.left, scope)
        const isEnough =
          node.operator === '??'
            ? left !== null && left !== undefined
            : !left === (node.operator === '&&')
        return isEnough ? left : this.evaluate(node.right, scope)
      }
      case 'binary': {
        const left = this.evaluate(node.left, scope)
        return this.#binary(node.operator, left, this.evaluate(node.right, scope))
      }
    }
  }

  #template(texts: readonly string[], parts: readonly Node[], scope: Scope): string {
    let made = texts[0] ?? ''
    for (const [index, part] of parts.entries()) {
      made += textOf(this.evaluate(part, scope)) + (texts[index + 1] ?? '')
      this.#budget.grow(made.length)
    }
    return made
  }

  #items(items: readonly ItemNode[], scope: Scope): readonly Value[] {
    const made: Value[] = []
    for (const { isSpread, value: node } of items) {
      const value = this.evaluate(node, scope)
      if (!isSpread) {
        made.push(value)
        continue
      }
      if (!isList(value)) giveUp()
      this.#budget.grow(value.length)
      made.push(...value)
    }
    this.#budget.grow(made.length)
    return made
  }

  #record(members: Extract<Node, { kind: 'record' }>['members'], scope: Scope): Value {
    const made = emptyRecord()
    for (const { key, value: node } of members) {
      if (key !== undefined) {
        const name = typeof key === 'string' ? key : textOf(this.evaluate(key, scope))
        putMember(made, name, this.evaluate(node, scope))
        continue
      }
      const value = this.evaluate(node, scope)
      if (value === undefined || value === null || value === false) continue
      if (!isRecord(value)) giveUp()
      for (const [name, member] of Object.entries(value)) {
        this.#budget.grow(1)
        putMember(made, name, member)
      }
    }
    return made
  }

  #key(key: string | Node, scope: Scope): string | number {
    if (typeof key === 'string') return key
    const value = this.evaluate(key, scope)
    return isPlainNumber(value) ? value : textOf(value)
  }

  #property(of: Value, key: string | number): Value {
    if (isList(of) || typeof of === 'string') {
      if (key === 'length') return of.length
      return typeof key === 'number' && key >= 0 && key < of.length ? of[key] : giveUp()
    }
    return isRecord(of) ? memberOf(of, String(key)) : giveUp()
  }

  #call({ callee, args, place }: CallNode, scope: Scope): Value {
    if (callee.kind !== 'property') {
      const called = this.evaluate(callee, scope)
      const given = this.#items(args, scope)
      this.#budget.place = place
      return callFunction(called, given, this.#budget)
    }
    const of = this.evaluate(callee.of, scope)
    const name = String(this.#key(callee.key, scope))
    const given = this.#items(args, scope)
    this.#budget.place = place
    if (of instanceof BuilderValue) {
      if (name !== 'use') return callBuilder(of, name, given, this.#budget)
      // A preset is called with the builder and with nothing else.
      return given.length === 1 ? callFunction(given[0], [of], this.#budget) : giveUp()
    }
    if (of instanceof Namespace) {
      return callFunction(of.functions.get(name), given, this.#budget)
    }
    if (isRecord(of)) return callFunction(memberOf(of, name), given, this.#budget)
    return callMethod(of, name, given, this.#budget, callFunction)
  }

  #binary(operator: BinaryOperator, left: Value, right: Value): Value {
    if (operator === '===') return left === right
    if (operator === '!==') return left !== right
    if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
      const made = textOf(left) + textOf(right)
      this.#budget.grow(made.length)
      return made
    }
    if (!isPlainNumber(left) || !isPlainNumber(right)) return giveUp()
    const made = operators[operator](left, right)
    return typeof made === 'boolean' || isPlainNumber(made) ? made : giveUp()
  }
}

function typeOf(value: Value): string {
  if (value instanceof Namespace) return giveUp()
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
