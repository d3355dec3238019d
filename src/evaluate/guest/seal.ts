/**
 * Freezes all that modules in one heap have in common: the language itself and the tool's own
 * modules. Policies share a heap, and none may change what another sees.
 */
import * as api from '../../index.ts'
import * as policies from '../../policies.ts'
import * as policy from '../../policy.ts'
import * as test from '../../test.ts'
import { defineProperty, freeze, getPrototypeOf, ownDescriptor, ownKeys } from './primordials.ts'

/** Freezes the values, and all that they lead to by properties and prototypes. */
export function freezeDeeply(...values: readonly unknown[]): void {
  const found = new Set<unknown>(values)
  // A set that grows while it is iterated over is iterated over to its end.
  for (const each of found) {
    if ((typeof each !== 'object' && typeof each !== 'function') || each === null) continue
    freeze(each)
    found.add(getPrototypeOf(each))
    for (const key of ownKeys(each)) {
      const { value, get, set } = ownDescriptor(each, key) ?? {}
      found.add(value).add(get).add(set)
    }
  }
}

/** Freezes everything that is there before any policy is. */
export function seal(): void {
  // What is set with a setter is kept where no freezing reaches.
  for (const name of ['stackTraceLimit', 'prepareStackTrace']) {
    const value = name === 'stackTraceLimit' ? 10 : undefined
    defineProperty(Error, name, { value, writable: false, enumerable: false, configurable: false })
  }
  freezeDeeply(globalThis, ...hidden(), ...made(), ...namespaces())
}

/** What only syntax and calls lead to. */
function hidden(): readonly unknown[] {
  function* generate() {}
  async function* generateLater() {}
  const iterators = [
    [].values(),
    new Map().entries(),
    new Set().values(),
    ''[Symbol.iterator](),
    ''.matchAll(/a/g),
    generate(),
    generateLater(),
    ...helpers([].values()),
  ]
  return [...iterators, generate, generateLater, async () => {}]
}

/** The objects that stand for steps of iterators, where the engine has them. */
function helpers(iterator: object): readonly unknown[] {
  const { map } = iterator as { map?: (take: () => void) => unknown }
  const { Iterator } = globalThis as unknown as { Iterator?: { from?: (of: object) => unknown } }
  return [
    map?.call(iterator, () => {}),
    Iterator?.from?.({ next: () => ({ done: true, value: undefined }) }),
  ]
}

/** What functions of the authoring language give. */
function made(): readonly unknown[] {
  return [api.bottle('sealed'), api.machine('sealed'), api.fleet([])]
}

function namespaces(): readonly unknown[] {
  return [api, policy, policies, test].flatMap((module) => Object.values(module))
}
