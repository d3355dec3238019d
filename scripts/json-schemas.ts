import { toJsonSchema } from '@valibot/to-json-schema'
import { dialectNames, dialectOf } from '../src/dialects/dialects.ts'

/**
 * The JSON Schema of each dialect, by its path in the repository: what editors check Smolfiles
 * with that are written by hand. It knows keys and types; `bottle vet` knows the rules as well.
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    dialectNames.map((name) => {
      const { $schema, ...schema } = toJsonSchema(dialectOf(name).schema, { errorMode: 'throw' })
      const title = `Smolfile of the dialect ${name}`
      const text = JSON.stringify({ $schema, title, ...schema }, null, 2)
      return [`schema/${name}.schema.json`, `${text}\n`]
    }),
  )
}
