import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { jsonSchemas } from '../../scripts/json-schemas.ts'
import { documentSchema } from '../../src/dialects/smolvm/document.ts'

const root = new URL('../../', import.meta.url)
const schemas = jsonSchemas()

describe('the JSON Schemas', () => {
  it.each([...schemas])('are current: %s (npm run schema writes it)', (path, text) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(text)
  })

  it('are one for each dialect', () => {
    const files = readdirSync(new URL('schema', root)).map((name) => `schema/${name}`)
    expect(files.sort()).toEqual([...schemas.keys()].sort())
  })

  it('refuse unknown keys in every table, and say what each key is', () => {
    const text = schemas.get('schema/smolvm.schema.json') ?? ''
    const { properties, additionalProperties } = JSON.parse(text)
    expect(additionalProperties).toBe(false)
    expect(Object.keys(properties)).toEqual(Object.keys(documentSchema().entries))
    for (const [key, property] of Object.entries<Record<string, unknown>>(properties)) {
      if (property.type === 'object' && key !== 'secrets') {
        expect(property.additionalProperties, key).toBe(false)
      } else if (key !== 'secrets') {
        expect(property.description, key).toMatch(/\.$/)
      }
    }
  })
})
