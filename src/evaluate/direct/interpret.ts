import type { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import { callBuilder } from './language.ts'
import { callMethod } from './methods.ts'
import type { Block, ItemNode, ModuleNode, Node, Pattern, Statement, Target } from './nodes.ts'
import { calculate, propertyOf, typeOf } from './operators.ts'
import { lookUp, scopeOf } from './scope.ts'
import type { Scope, Value } from './values.ts'
import {
  BuilderValue,
  Closure,
  emptyRecord,
  isList,
  isPlainNumber,
  isRecord,
  Matcher,
  memberOf,
  Namespace,
  Native,
  putMember,
  textOf,
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
  const ended = interpreter.run(node.body, scope)
  budget.leave()
  return typeof ended === 'object' ? ended.value : undefined
}

type CallNode = Extract<Node, { kind: 'call' }>
type LoopStatement = Extract<Statement, { kind: 'each' }>

/** How statements end: with a value, which may be undefined, or with a round of a loop. */
type Ended = { readonly value: Value } | 'continue' | 'break'

class Interpreter {
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** Runs statements, and tells how they end where that is not at their end. */
  run({ statements }: Block, scope: Scope): Ended | undefined {
    for (const statement of statements) {
      const ended = this.#runOne(statement, scope)
      if (ended !== undefined) return ended
    }
    return undefined
  }

  #runOne(statement: Statement, scope: Scope): Ended | undefined {
    this.#budget.step()
    switch (statement.kind) {
      case 'return':
        return { value: this.evaluate(statement.value, scope) }
      case 'declare':
        this.#bind(statement.pattern, this.evaluate(statement.value, scope), scope)
        return undefined
      case 'do':
        this.evaluate(statement.value, scope)
        return undefined
      case 'if': {
        const holds = Boolean(this.evaluate(statement.test, scope))
        const branch = holds ? statement.met : statement.otherwise
        return this.run(branch, scopeOf(branch, scope))
      }
      case 'each':
        return this.#runEach(statement, scope)
      default:
        return statement.kind
    }
  }

  #runEach({ pattern, list, body }: LoopStatement, outer: Scope): Ended | undefined {
    // Its own names have no value yet where the list is said.
    const values = this.evaluate(list, scopeOf(body, outer))
    if (!isList(values)) return giveUp()
    for (const value of values) {
      this.#budget.step()
      const scope = scopeOf(body, outer)
      this.#bind(pattern, value, scope)
      const ended = this.run(body, scope)
      if (ended === 'break') return undefined
      if (typeof ended === 'object') return ended
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
      case 'matcher':
        return new Matcher(node)
      case 'call':
        return this.#call(node, scope)
      case 'property':
        return propertyOf(this.evaluate(node.of, scope), this.#key(node.key, scope))
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
        return calculate(node.operator, left, this.evaluate(node.right, scope), this.#budget)
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
}
