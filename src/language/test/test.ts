import type { Call, Definition } from '../definition.ts'
import { currentCall, definitionKey } from '../definition.ts'

/** A bottle, as `bottle()` and `machine()` give it. */
export interface TestedBottle {
  /** @internal */
  readonly [definitionKey]: Definition
}

/** One thing that a bottle can get at or not. */
export type ReachTarget =
  /** `HOST:PORT`; the host `host` is the loopback of the host. */
  | { readonly tcp: string }
  | { readonly udp: string }
  /** A name that is resolved. */
  | { readonly dns: string }
  /** A path of the host's. */
  | { readonly read: string }
  | { readonly write: string }
  | { readonly secret: string }
  /** Every address of a range, by TCP and UDP; with `not`, none of them. */
  | { readonly cidr: string }

/** The value of a setting, as the Smolfile has it. */
export type TestedValue =
  | string
  | number
  | boolean
  | readonly TestedValue[]
  | { readonly [key: string]: TestedValue }

/** What is expected of a bottle. Nothing is given back: the host judges when the file has run. */
export interface Expectation {
  /** The opposite. */
  readonly not: Expectation
  /**
   * Expects that the bottle gets at something. Where that depends on what no bottle says, it fails
   * with `not` and without.
   */
  toReach(target: ReachTarget): void
  /**
   * Expects a setting, by its path.
   *
   * @param value Its value. Default: any.
   */
  toHave(path: string, value?: TestedValue): void
  /** Expects an error or a warning of this code. */
  toReport(code: string): void
}

/** What is told to the host. */
interface Expected {
  readonly matcher: string
  readonly isNot: boolean
  /** Which of the definitions it is about; -1 of what is no bottle. */
  readonly definition: number
  readonly args: readonly unknown[]
  readonly call: Call
}

const definitions: string[] = []
const known = new Map<unknown, number>()
const tests: { readonly name: string; readonly expected: Expected[] }[] = []

/**
 * Tests bottles under a name.
 *
 * @example
 * ```ts
 * import { expect, test } from 'bottleworks/test'
 * import demo from './demo.bottle.ts'
 *
 * test('demo speaks to its model', () => {
 *   expect(demo).toReach({ tcp: 'api.anthropic.com:443' })
 * })
 * ```
 */
export function test(name: string, body: () => void): void {
  tests.push({ name: String(name), expected: [] })
  body()
}

/** Begins an expectation of a bottle. */
export function expect(bottle: TestedBottle): Expectation {
  return expectation(bottle, false)
}

function expectation(bottle: TestedBottle, isNot: boolean): Expectation {
  const add = (call: Call, ...args: readonly unknown[]) => {
    if (tests.length === 0) tests.push({ name: '', expected: [] })
    const expected = { matcher: call.name, isNot, definition: indexOf(bottle), args, call }
    tests.at(-1)?.expected.push(expected)
  }
  return Object.freeze({
    get not() {
      return expectation(bottle, !isNot)
    },
    toReach: (target: ReachTarget) => add(currentCall('toReach'), target),
    toHave: (path: string, ...value: readonly TestedValue[]) =>
      add(currentCall('toHave'), path, ...value),
    toReport: (code: string) => add(currentCall('toReport'), code),
  })
}

function indexOf(bottle: unknown): number {
  const index = known.get(bottle)
  if (index !== undefined) return index
  const isObject = typeof bottle === 'object' && bottle !== null
  const definition = isObject ? (bottle as Partial<TestedBottle>)[definitionKey] : undefined
  const next = definition === undefined ? -1 : definitions.push(JSON.stringify(definition)) - 1
  known.set(bottle, next)
  return next
}

/** Under this name the sandbox finds what a test file has said. */
export function told(): string {
  return JSON.stringify({ definitions, tests })
}
