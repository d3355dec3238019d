import {
  CapturedDate,
  CapturedError,
  construct,
  defineProperty,
  deleteProperty,
  getPrototypeOf,
} from './primordials.ts'
import { refusals } from './refusals.ts'

/** Globals that a bottle has no use for, or by which two runs of it could differ. */
export const removedGlobals = [
  'WeakRef',
  'FinalizationRegistry',
  'performance',
  'queueMicrotask',
  'SharedArrayBuffer',
  'Atomics',
  'AsyncDisposableStack',
] as const

/** The methods that a promise, and the constructor of promises, refuses. */
export const refusedOfPromises = {
  prototype: ['then', 'catch', 'finally', 'constructor'],
  constructor: ['all', 'allSettled', 'any', 'race', 'reject', 'resolve', 'try', 'withResolvers'],
} as const

/** Removes what would make two runs of one bottle differ, and what it has no use for. */
export function harden(): void {
  const root = globalThis as unknown as Record<string, unknown>
  for (const name of removedGlobals) {
    deleteProperty(globalThis, name)
  }
  deleteProperty(Array, 'fromAsync')
  replace(Math, 'random', refusing(refusals.randomness))
  hardenDate(root)
  hardenFunctionConstructors(root)
  hardenPromise(root)
}

function hardenDate(root: Record<string, unknown>): void {
  function FixedDate(...args: unknown[]): object {
    if (new.target === undefined || args.length === 0) throw new CapturedError(refusals.time)
    return construct(CapturedDate, args, new.target)
  }
  for (const name of ['parse', 'UTC'] as const) replace(FixedDate, name, CapturedDate[name])
  replace(FixedDate, 'now', refusing(refusals.time))
  defineProperty(FixedDate, 'prototype', { value: CapturedDate.prototype, writable: false })
  defineProperty(FixedDate, 'name', { value: 'Date', configurable: true })
  replace(CapturedDate.prototype, 'constructor', FixedDate)
  replace(root, 'Date', FixedDate)
}

/** Code from strings would escape the checks that the source has passed. */
function hardenFunctionConstructors(root: Record<string, unknown>): void {
  const refuse = refusing(refusals.code)
  const kinds = [
    () => {},
    async () => {},
    function* () {},
    async function* () {},
  ] as readonly object[]
  for (const kind of kinds) replace(getPrototypeOf(kind) as object, 'constructor', refuse)
  replace(root, 'Function', refuse)
  replace(root, 'eval', refuse)
}

/** Nothing runs the jobs of a promise, so one would only ever be left pending. */
function hardenPromise(root: Record<string, unknown>): void {
  const refuse = refusing(refusals.promises)
  const { prototype } = Promise
  for (const name of refusedOfPromises.prototype) replace(prototype, name, refuse)
  for (const name of refusedOfPromises.constructor) replace(refuse, name, refuse)
  replace(root, 'Promise', refuse)
}

function refusing(message: string): () => never {
  return function refused() {
    throw new CapturedError(message)
  }
}

function replace(target: object, name: string, value: unknown): void {
  defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true })
}
