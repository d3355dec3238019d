import type { Diagnostic, Origin } from '../diagnostic/diagnostic.ts'
import type { RawDefinition } from '../evaluate/definition.ts'
import { callOf } from '../evaluate/definition.ts'
import type { Evaluated } from '../evaluate/evaluate.ts'
import type { CallTrace } from '../evaluate/sandbox/protocol.ts'
import type { Sandbox } from '../evaluate/sandbox/sandbox.ts'
import { withDefinitions } from './good-bottles.ts'
import type { LoadResult } from './types.ts'
import type { Bottle } from './validate.ts'

/** One bottle, with where in the source each of its settings was made. */
export interface BottleOrigins {
  /** Absent when the bottle is bad, or there is none. */
  readonly bottle?: Bottle
  /** By the path of a setting; undefined where the place could not be found. */
  readonly origins?: ReadonlyMap<string, Origin | undefined>
  readonly diagnostics: readonly Diagnostic[]
}

/** One bottle, with all the places in the source that led to each of its settings. */
export interface SettingTraces {
  /** Absent when the bottle is bad, or there is none. */
  readonly bottle?: Bottle
  /** By the path of a setting. */
  readonly callTraces: ReadonlyMap<string, CallTrace>
  /** The values of settings before a later call made them again, oldest first. */
  readonly overridden: readonly {
    readonly path: string
    readonly value: unknown
    readonly callTrace: CallTrace
  }[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A look at a project with the definitions that its bottle files gave. */
interface Looked extends LoadResult {
  readonly definitions: readonly Evaluated[]
}

/** The good bottles of a look, each with where its settings were made, by slug. */
export async function traceOrigins(
  sandbox: Sandbox,
  looked: Looked,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, BottleOrigins>> {
  const { diagnostics } = looked
  const good = goodBottles(looked)
  const made = good.map(({ bottle: { source: file }, definition }) =>
    originCalls(definition).map((each) => ({ file, ...each })),
  )
  const origins = await sandbox.locate(made.flat())
  const traces = new Map<string, BottleOrigins>(slugs.map((slug) => [slug, { diagnostics }]))
  let next = 0
  for (const [index, { bottle }] of good.entries()) {
    const byPath = (made[index] ?? []).map(({ path }) => [path, origins[next++]] as const)
    traces.set(bottle.slug, { bottle, origins: new Map(byPath), diagnostics })
  }
  return traces
}

/** A setting of a bottle. */
export interface BottleSetting {
  readonly slug: string
  readonly path: string
}

/** The places at which settings of good bottles were made, looked up for these alone. */
export async function locateSettings(
  sandbox: Sandbox,
  looked: Looked,
  settings: readonly BottleSetting[],
): Promise<readonly (Origin | undefined)[]> {
  const good = new Map(goodBottles(looked).map((each) => [each.bottle.slug, each]))
  const made = settings.flatMap(({ slug, path }, index) => {
    const { bottle, definition } = good.get(slug) ?? {}
    const call = definition && callOf(definition, path)
    return bottle && call ? [{ index, file: bottle.source, call }] : []
  })
  const found = await sandbox.locate(made)
  const byIndex = new Map(made.map(({ index }, each) => [index, found[each]]))
  return settings.map((_, index) => byIndex.get(index))
}

/** The first good bottle of a look, with every place that led to its settings. */
export async function traceBottle(sandbox: Sandbox, looked: Looked): Promise<SettingTraces> {
  const { diagnostics } = looked
  const [found] = goodBottles(looked)
  if (found === undefined) return { callTraces: new Map(), overridden: [], diagnostics }
  const { bottle, definition } = found
  const made = originCalls(definition)
  const before = definition.overridden.flatMap(({ path, value, call: index }) => {
    const call = definition.calls[index]
    return call === undefined ? [] : [{ path, value, call }]
  })
  const calls = [...made, ...before].map(({ call }) => ({ file: bottle.source, call }))
  const callTraces = await sandbox.traceCalls(calls)
  return {
    bottle,
    callTraces: new Map(made.map(({ path }, index) => [path, callTraces[index] ?? []])),
    overridden: before.map(({ path, value }, index) => {
      return { path, value, callTrace: callTraces[made.length + index] ?? [] }
    }),
    diagnostics,
  }
}

function goodBottles({ bottles, definitions }: Looked) {
  return withDefinitions(bottles, definitions).map(({ bottle, definition }) => {
    return { bottle, definition: definition.definition }
  })
}

function originCalls({ origins, calls }: RawDefinition) {
  return origins.flatMap(([path, index]) => {
    const call = calls[index]
    return call === undefined ? [] : [{ path, call }]
  })
}
