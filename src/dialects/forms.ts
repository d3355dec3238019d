import type * as v from 'valibot'
import type { Problem } from '../diagnostic/problem.ts'
import { errorAt } from '../diagnostic/problem.ts'
import { nearest, quote } from '../diagnostic/text.ts'
import { settingPath } from '../smolfile/setting-path.ts'
import type { SchemaNode } from './schema-node.ts'
import { schemaNode, unwrap } from './schema-node.ts'
import { reservedNames } from './values/reserved-names.ts'

type Keys = readonly (string | number)[]

/**
 * Every unknown key of `data`, with the nearest that there is, and every list that stands where a
 * table belongs. Upstream's parser takes such a list for the table's values in the order of its
 * struct, so that `secrets = { TOKEN = ["PATH"] }` reads the variable PATH, which nobody means.
 */
export function checkForms(schema: v.GenericSchema, data: unknown): readonly Problem[] {
  return visit(schemaNode(schema), data, [])
}

function visit(schema: SchemaNode, data: unknown, keys: Keys): readonly Problem[] {
  const { entries, item, value } = unwrap(schema)
  if (typeof data !== 'object' || data === null) return []
  if (Array.isArray(data)) {
    if (item !== undefined) {
      return data.flatMap((each, index) => visit(item, each, [...keys, index]))
    }
    return entries !== undefined || value !== undefined ? [notTable(settingPath(keys))] : []
  }
  return Object.entries(data).flatMap(([key, each]) => {
    const inner = [...keys, key]
    if (value !== undefined) {
      return reservedNames.has(key) ? [refused(settingPath(inner), key)] : visit(value, each, inner)
    }
    if (entries === undefined) return []
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined
    return known === undefined ? [unknown(keys, key, entries)] : visit(known, each, inner)
  })
}

function notTable(path: string): Problem {
  const message = `${path} is a list; it must be a table`
  return errorAt('BW067', path, message, `write its keys by name, under [${path}]`)
}

function refused(path: string, key: string): Problem {
  return errorAt('BW053', path, `the name ${quote(key)} is refused`, 'use another name')
}

function unknown(keys: Keys, key: string, entries: object): Problem {
  const where = keys.length === 0 ? '' : ` in ${settingPath(keys)}`
  const guess = nearest(key.slice(0, 100), Object.keys(entries))
  const hint = guess === undefined ? undefined : `did you mean ${quote(guess)}?`
  const path = settingPath([...keys, key])
  return errorAt('BW007', path, `unknown setting ${quote(key)}${where}`, hint)
}
