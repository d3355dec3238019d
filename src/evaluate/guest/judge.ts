/**
 * Policies inside the engine. They are in one heap, in which all that they have in common is frozen
 * before the first of them: each has modules of its own, so none can tell another anything.
 */
import type { IndexedBottle, ReachedPart } from '../../language/policy/judged.ts'
import { judgeKey } from '../../language/policy/policy.ts'
import { emit } from './emit.ts'
import {
  apply,
  CapturedError,
  cut,
  freeze,
  isFrozen,
  keysOf,
  parse,
  stringify,
  toText,
} from './primordials.ts'
import { seal } from './seal.ts'

type Judge = (given: object) => void
interface Details {
  readonly hint?: unknown
}

type Packed = Record<string, unknown>

interface Input {
  readonly bottle?: object
  readonly document?: Packed
  readonly reach?: Packed
  readonly bottles?: readonly IndexedBottle[]
}

type Listed = readonly [slug: string, path: string, message: string, hint: string]

const judges: Judge[] = []
const longestText = 4_000
const mostReports = 1_000

/** Prepares the heap for policies. */
export { seal }

/** Takes the policy that a module exports. The host has seen that it is one. */
export function admit(module: object): void {
  const { default: exported } = module as { default: { [judgeKey]: Judge } }
  judges[judges.length] = exported[judgeKey]
}

/** Takes values that are in many bottles. */
export function share(text: string): void {
  shared = parse(text) as readonly unknown[]
  freezeData(shared)
}

let shared: readonly unknown[] = []

/** Gives every policy one bottle, or all of them, and the host what they report. */
function judge(text: string): void {
  const { bottle, document, reach, bottles = [] } = parse(text) as Input
  const owners = ownersOf(bottles)
  const given = bottle === undefined ? { bottles } : { bottle: wholeOf(bottle, document, reach) }
  freezeData(given)
  const all: [index: number, listed: readonly Listed[]][] = []
  for (let index = 0; index < judges.length; index++) {
    const listed: Listed[] = []
    const report = (what: unknown, message: unknown, details?: Details) => {
      if (listed.length === mostReports) throw new CapturedError(tooMany)
      const { slug, path } = subjectOf(what, owners)
      const hint = details?.hint
      listed[listed.length] = [
        slug,
        cut(path, longestText),
        cut(toText(message), longestText),
        hint === undefined ? '' : cut(toText(hint), longestText),
      ]
    }
    apply(judges[index] as Judge, undefined, [freeze({ ...given, report: freeze(report) })])
    if (listed.length > 0) all[all.length] = [index, listed]
  }
  emit('judged', stringify(all))
}

const tooMany = `a policy reports at most ${mostReports} problems of one bottle`

/** The bottle as policies see it. Each value of the others is the number of a shared one, or in a list. */
function wholeOf(bottle: object, document: Packed = {}, reach: Packed = {}): object {
  unpack(document)
  unpack(reach)
  const { acknowledged, ...own } = bottle as { acknowledged: unknown }
  return { ...own, document, reach, acknowledged }
}

function unpack(values: Packed): void {
  // The keys are there already, so that none of them is taken for a setter's.
  for (const key of keysOf(values)) {
    const value = values[key]
    values[key] = typeof value === 'number' ? shared[value] : (value as readonly unknown[])[0]
  }
}

/** Freezes what was JSON, and all that is in it. */
function freezeData(value: unknown): void {
  if (typeof value !== 'object' || value === null || isFrozen(value)) return
  for (const key in value) freezeData((value as Readonly<Record<string, unknown>>)[key])
  freeze(value)
}

/** The slugs of bottles, by them and by the parts of their reach. */
function ownersOf(bottles: readonly IndexedBottle[]): Map<unknown, string> {
  const owners = new Map<unknown, string>()
  for (const bottle of bottles) {
    owners.set(bottle, bottle.slug)
    for (const part of Object.values(bottle.reach)) {
      owners.set(part, bottle.slug)
      if (Array.isArray(part)) for (const each of part) owners.set(each, bottle.slug)
    }
  }
  return owners
}

/** What a report is about. The path says which setting, and the host where that is. */
function subjectOf(what: unknown, owners: Map<unknown, string>) {
  if (typeof what === 'string') return { slug: '', path: what }
  const by = typeof what === 'object' && what !== null ? (what as ReachedPart).by : undefined
  const path = by === undefined || by === null || by[0] === undefined ? '' : toText(by[0])
  return { slug: owners.get(what) ?? '', path }
}

const host = globalThis as unknown as { judge?: (text: string) => void }
host.judge = judge
