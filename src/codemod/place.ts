import type { DialectName } from '../dialects/dialects.ts'
import { dialectOf } from '../dialects/dialects.ts'
import { schemaAt, schemaNode } from '../dialects/schema-node.ts'
import type { Setting } from './setting.ts'
import { camelCase } from './smolvm-values.ts'

/** One step inwards: an argument of a call or an element of a list, or a key of an object. */
export type Step = number | string

/** Which part of which builder call makes a setting. */
export interface Place {
  readonly method: string
  /** From the call's arguments; none when all of them make the setting. */
  readonly steps: readonly Step[]
  /** The first argument that the call has, where a call is about one name. */
  readonly name?: string
  /** Whether the method adds to a list that an earlier call has begun. */
  readonly appends: boolean
  /** Whether the method can be called again for more keys of its table. */
  readonly merges: boolean
}

const networkKeys: ReadonlySet<unknown> = new Set(['net', 'net_backend', 'network'])
const appending: ReadonlySet<unknown> = new Set(['ports', 'volumes', 'init'])

/** The part of the builder calls that makes `setting`. */
export function placeOf(dialect: DialectName, { keys, schema }: Setting): Place {
  const [first, second, ...rest] = keys
  const plain = { appends: false, merges: false }
  if (first === 'env') return { ...plain, method: 'env', steps: [0, String(second)], merges: true }
  if (first === 'secrets') {
    return { ...plain, method: 'secret', steps: [1], name: String(second) }
  }
  if (dialect === 'claude-bottle') {
    if (first === 'command') return { ...plain, method: 'command', steps: keys.slice(1) }
    return { ...plain, method: 'net', steps: rest.length === 0 ? [0] : [0, 0] }
  }
  if (networkKeys.has(first)) {
    const inner = keys.slice(1).map(authoredStep)
    return { ...plain, method: 'net', steps: inner.length === 0 ? [0] : [0, 0, ...inner] }
  }
  const method = camelCase(String(first))
  const table = schemaAt(schemaNode(dialectOf(dialect).schema), keys.slice(0, 1))
  if (table?.entries !== undefined) {
    // A variable keeps its name, which is no key of upstream's.
    const inner = keys.slice(1).map((key, index) => (index === 1 ? key : authoredStep(key)))
    return { ...plain, method, steps: [0, ...inner], merges: true }
  }
  if (table?.type === 'array') {
    return { method, steps: keys.slice(1), appends: appending.has(first), merges: false }
  }
  return { ...plain, method, steps: schema.type === 'boolean' ? [] : [0] }
}

function authoredStep(key: string | number): Step {
  return typeof key === 'number' ? key : camelCase(key)
}
