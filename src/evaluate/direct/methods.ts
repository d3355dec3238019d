import type { Budget } from './budget.ts'
import { giveUp } from './give-up.ts'
import { matches } from './matcher.ts'
import type { Scope, Value } from './values.ts'
import {
  Closure,
  emptyRecord,
  isList,
  isPlainNumber,
  isRecord,
  Matcher,
  Namespace,
  Native,
  putMember,
  textOf,
} from './values.ts'

type Call = (called: Value, args: readonly Value[], budget: Budget) => Value
type Method<Of> = (of: Of, args: readonly Value[], budget: Budget, call: Call) => Value

/** Calls a method of a text or of a list; there are those here and no others. */
export function callMethod(
  of: Value,
  name: string,
  args: readonly Value[],
  budget: Budget,
  call: Call,
): Value {
  if (typeof of === 'string') {
    budget.grow(of.length)
    return (textMethods.get(name) ?? giveUp())(of, args, budget, call)
  }
  if (of instanceof Matcher) return name === 'test' ? matches(of, onlyText(args), budget) : giveUp()
  if (!isList(of)) return giveUp()
  budget.grow(of.length)
  return (listMethods.get(name) ?? giveUp())(of, args, budget, call)
}

const textMethods: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ['trim', (text, args) => none(args, ascii(text).trim())],
  ['toUpperCase', (text, args) => none(args, ascii(text).toUpperCase())],
  ['toLowerCase', (text, args) => none(args, ascii(text).toLowerCase())],
  ['startsWith', (text, args) => text.startsWith(onlyText(args))],
  ['endsWith', (text, args) => text.endsWith(onlyText(args))],
  ['includes', (text, args) => text.includes(onlyText(args))],
  ['split', (text, args) => text.split(onlyText(args))],
  ['slice', (text, args) => text.slice(...bounds(args))],
  [
    'repeat',
    (text, args, budget) => {
      const [times] = args
      if (args.length !== 1 || !isPlainNumber(times) || times < 0) return giveUp()
      budget.grow(text.length * times)
      budget.grow(times)
      return text.repeat(times)
    },
  ],
])

const listMethods: ReadonlyMap<string, Method<readonly Value[]>> = new Map<
  string,
  Method<readonly Value[]>
>([
  ['map', (list, args, budget, call) => list.map(callback(list, args, budget, call))],
  ['filter', (list, args, budget, call) => list.filter(callback(list, args, budget, call))],
  ['some', (list, args, budget, call) => list.some(callback(list, args, budget, call))],
  ['every', (list, args, budget, call) => list.every(callback(list, args, budget, call))],
  ['find', (list, args, budget, call) => list.find(callback(list, args, budget, call))],
  [
    'flatMap',
    (list, args, budget, call) => {
      const made = list.flatMap<Value>(callback(list, args, budget, call))
      budget.grow(made.length)
      return made
    },
  ],
  [
    'join',
    (list, args, budget) => {
      const separator = args.length === 0 ? ',' : onlyText(args)
      for (const each of list) budget.grow(textOf(each).length + separator.length)
      return list.map(textOf).join(separator)
    },
  ],
  ['includes', (list, args) => list.includes(scalar(only(args)))],
  ['slice', (list, args) => list.slice(...bounds(args))],
  [
    'concat',
    (list, args, budget) => {
      const others = args.map((each) => (isList(each) ? each : giveUp()))
      for (const each of others) budget.grow(each.length)
      return list.concat(...others)
    },
  ],
])

const entriesOf = (make: (entry: [string, Value]) => Value) =>
  new Native((args, budget) => {
    const of = only(args)
    if (!isRecord(of)) return giveUp()
    const entries = Object.entries(of)
    budget.grow(entries.length)
    return entries.map(make)
  })

const objectFunctions: ReadonlyMap<string, Native> = new Map([
  ['entries', entriesOf((entry) => entry)],
  ['keys', entriesOf(([key]) => key)],
  ['values', entriesOf(([, value]) => value)],
  [
    'fromEntries',
    new Native((args, budget) => {
      const entries = only(args)
      if (!isList(entries)) return giveUp()
      budget.grow(entries.length)
      const made = emptyRecord()
      for (const entry of entries) {
        if (!isList(entry)) return giveUp()
        putMember(made, textOf(entry[0]), entry[1])
      }
      return made
    }),
  ],
])

const arrayFunctions: ReadonlyMap<string, Native> = new Map([
  ['isArray', new Native((args) => isList(only(args)))],
])

/** The globals that a bottle file may well use, and the part of them that it is given. */
export const globals: Scope = {
  values: new Map<string, Value>([
    ['Object', new Namespace(objectFunctions)],
    ['Array', new Namespace(arrayFunctions)],
    ['String', new Native((args) => textOf(only(args)))],
  ]),
  outer: undefined,
}

function callback(list: readonly Value[], args: readonly Value[], budget: Budget, call: Call) {
  const called = only(args)
  // A function of the tool's would take the index for an argument of its own.
  if (!(called instanceof Closure)) return giveUp()
  return (each: Value, index: number): Value => call(called, [each, index, list], budget)
}

function only(args: readonly Value[]): Value {
  return args.length === 1 ? args[0] : giveUp()
}

function onlyText(args: readonly Value[]): string {
  const value = only(args)
  return typeof value === 'string' ? value : giveUp()
}

function scalar(value: Value): Value {
  return typeof value === 'object' && value !== null ? giveUp() : value
}

function none<T>(args: readonly Value[], value: T): T {
  return args.length === 0 ? value : giveUp()
}

function bounds(args: readonly Value[]): readonly number[] {
  if (args.length > 2) giveUp()
  return args.map((each) => (isPlainNumber(each) ? each : giveUp()))
}

/** What a letter beyond ASCII is in the other case, engines may know by another Unicode. */
function ascii(text: string): string {
  return /^[\x00-\x7e]*$/.test(text) ? text : giveUp()
}
