import * as v from 'valibot'
import { closedObject } from '../files/json-schemas.ts'

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
