import * as v from 'valibot'
import { closedObject } from '../files/json-schemas.ts'
import { nearestOf } from '../smolfile/setting-path.ts'

const stackLength = 8_000

const callSchema = closedObject({
  name: v.string(),
  stack: v.pipe(v.string(), v.maxLength(stackLength)),
})

const index = v.pipe(v.number(), v.integer(), v.minValue(0))

/** The envelope of what a bottle file says: the same for every dialect. */
export const definitionSchema = closedObject({
  dialect: v.string(),
  slug: v.string(),
  smolfile: v.unknown(),
  acknowledged: v.array(
    closedObject({
      code: v.string(),
      reason: v.string(),
      at: v.optional(v.string()),
      call: index,
    }),
  ),
  calls: v.array(callSchema),
  origins: v.array(v.strictTuple([v.string(), index])),
  overridden: v.optional(
    v.array(closedObject({ path: v.string(), call: index, value: v.unknown() })),
    [],
  ),
})

/**
 * The definition in a bottle file. Its form is checked; whether its settings are right is not, and
 * its stacks may be forged, so they are for display only.
 */
export type RawDefinition = v.InferOutput<typeof definitionSchema>

/** A builder call, to be found in the source. */
export type RecordedCall = RawDefinition['calls'][number]

const knownOrigins = new WeakMap<RawDefinition, ReadonlyMap<string, number>>()

/** The calls of a definition by the paths of what they made. Each of its problems asks for them. */
function originsOf(definition: RawDefinition): ReadonlyMap<string, number> {
  const known = knownOrigins.get(definition) ?? new Map(definition.origins)
  knownOrigins.set(definition, known)
  return known
}

/**
 * The call that made the setting at `path`, or the nearest setting that it is part of: for
 * `net[0].socket`, the call for `net[0]`. Failing that, the call that began the bottle.
 */
export function callOf(definition: RawDefinition, path: string): RecordedCall | undefined {
  const origins = originsOf(definition)
  return definition.calls[nearestOf(origins, path) ?? origins.get('slug') ?? 0]
}
