import * as v from 'valibot'

/**
 * An object of these keys and no others. `v.strictObject` alone takes the names that every object
 * inherits, such as `toString`, for keys that it knows.
 */
export function closedObject<Entries extends v.ObjectEntries>(entries: Entries) {
  // Without a prototype it has the same keys.
  return v.strictObject(Object.assign(Object.create(null), entries) as Entries)
}

/**
 * An object with names of its own, as a list of them with their values. `v.record` drops
 * `__proto__`, `constructor` and `prototype` without a word.
 */
export function namedValues<Key extends string, Value>(
  key: v.GenericSchema<string, Key>,
  value: v.GenericSchema<unknown, Value>,
) {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject),
    v.transform((object) => Object.entries(object)),
    v.array(v.tuple([key, value])),
  )
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
