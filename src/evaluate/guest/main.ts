/**
 * The part of the sandbox that runs inside the engine: it makes the engine deterministic before
 * the image is taken, and says what a bottle file exports or throws. What it says is untrusted,
 * since a bottle runs beside it.
 */
import { definitionKey } from '../../language/definition.ts'
import { fleetKey, mostMembers } from '../../language/fleet.ts'
import { told } from '../../language/test/test.ts'
import { emit } from './emit.ts'
import { harden } from './harden.ts'
import { apply, cut, defineProperty, has, isArray, stringify, toText } from './primordials.ts'

const host = globalThis as unknown as { describe?: (error: unknown) => void }
harden()

const longestText = 4_000

/**
 * Gives the host the definition that a bottle file exports, those of a fleet file one by one, or what
 * a policy file says of itself.
 */
export function report(module: object): void {
  if (!has(module, 'default')) {
    emit('no-default', '')
    return
  }
  const exported = (module as { default: unknown }).default
  const held = (exported ?? {}) as {
    readonly [definitionKey]?: unknown
    readonly [fleetKey]?: readonly { readonly [definitionKey]: unknown }[]
  }
  const definition = held[definitionKey]
  if (definition === undefined) {
    if (reportMembers(held[fleetKey])) return
    emit('not-a-definition', typeName(exported))
    return
  }
  emit('definition', toText(stringify(definition)))
}

/** Gives the host the bottles of a fleet, if it is one. */
function reportMembers(
  members: readonly { readonly [definitionKey]: unknown }[] | undefined,
): boolean {
  if (members === undefined) return false
  // One more than there may be says that there are too many.
  for (let index = 0; index < members.length && index <= mostMembers; index++) {
    emit('member', toText(stringify(members[index]?.[definitionKey])))
  }
  emit('fleet', '')
  return true
}

/** Gives the host the tests that a test file has made. */
export function reportTests(): void {
  emit('definition', told())
}

/** Gives the host what was thrown. A thrown value may be anything, a trap among them. */
function describe(error: unknown): void {
  const { name, message, stack } = (
    typeof error === 'object' && error !== null ? error : { message: error }
  ) as Record<string, unknown>
  const text = {
    name: name === undefined ? '' : cut(toText(name), longestText),
    message: cut(toText(message), longestText),
    stack: typeof stack === 'string' ? cut(stack, longestText) : '',
  }
  emit('error', stringify(text))
}

function print(...values: readonly unknown[]): void {
  let line = ''
  for (let index = 0; index < values.length; index++) {
    line += (index === 0 ? '' : ' ') + printed(values[index])
  }
  emit('print', cut(line, longestText))
}

function printed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return toText(value)
  return stringify(value) ?? toText(value)
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (isArray(value)) return 'list'
  return typeof value
}

const console = { log: print, info: print, debug: print, warn: print, error: print }
defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true })
host.describe = (error) => apply(describe, undefined, [error])
