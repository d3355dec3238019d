import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { dialectNames, dialectOf } from '../src/dialects/dialects.ts'
import { configurationSchema } from '../src/project/configuration-form.ts'
import { ceilingSchema } from '../src/reach/ceiling.ts'

/**
 * The JSON Schemas by their paths in the repository, which editors check with: of each dialect, for
 * Smolfiles that are written by hand, of a project's configuration, and of a ceiling. They know keys and types;
 * `bottle vet` and every command on a project know the rules as well.
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ...dialectNames.map((name) => {
      return schemaFile(name, `Smolfile of the dialect ${name}`, dialectOf(name).schema)
    }),
    schemaFile('configuration', 'Configuration of a project of bottleworks', configurationSchema),
    schemaFile('ceiling', 'What bottles may get at, for bottle reach --within', ceilingSchema),
  ])
}

function schemaFile(name: string, title: string, schema: GenericSchema): [string, string] {
  const { $schema, ...rest } = toJsonSchema(schema, {
    errorMode: 'throw',
    ignoreActions: ['check'],
  })
  const text = JSON.stringify({ $schema, title, ...rest }, null, 2)
  return [`schema/${name}.schema.json`, `${text}\n`]
}
