import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { Rows } from '../../../src/language/rows.ts'
import { keyOf } from '../../../src/language/rows.ts'
import { settings } from '../../../src/language/smolvm/settings.ts'
import { synth } from '../../../src/synth.ts'
import { makeProject } from '../../support/project.ts'

const golden = fileURLToPath(new URL('../../golden/smolvm', import.meta.url))
const names = readdirSync(golden).sort()

/** `UPDATE_GOLDEN=1 npx vitest run golden` writes what comes out instead of comparing it. */
const update = process.env.UPDATE_GOLDEN !== undefined

describe('the smolvm dialect', () => {
  it('writes every golden Smolfile byte for byte, without a warning', async () => {
    const project = makeProject()
    mkdirSync(join(project, 'bottles'))
    for (const name of names) {
      cpSync(join(golden, name, `${name}.bottle.ts`), join(project, `bottles/${name}.bottle.ts`))
    }
    const { diagnostics, bottles } = await synth({ project })
    expect(diagnostics).toEqual([])
    expect(bottles.map(({ slug }) => slug)).toEqual(names)
    for (const name of names) {
      const text = readFileSync(join(project, 'smolfiles', name, 'Smolfile'), 'utf8')
      const expected = join(golden, name, 'Smolfile')
      if (update) writeFileSync(expected, text)
      expect(text, name).toBe(readFileSync(expected, 'utf8'))
    }
  })

  it('covers every key of every table with the golden Smolfiles', () => {
    const seen = new Set<string>()
    for (const name of names) {
      collect(parse(readFileSync(join(golden, name, 'Smolfile'), 'utf8')), '', seen)
    }
    const known = rowKeys(settings)
    expect(known.length).toBeGreaterThan(70)
    expect(known.filter((key) => !seen.has(key))).toEqual([])
  })
})

function collect(value: unknown, path: string, seen: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, path, seen)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const inner = path === 'secrets' ? 'secrets.NAME' : path === '' ? key : `${path}.${key}`
      seen.add(inner)
      collect(item, inner, seen)
    }
  }
}

/** The keys of the rows, a secret's under `secrets.NAME`. */
function rowKeys(rows: Rows, path = ''): readonly string[] {
  return Object.entries(rows).flatMap(([name, row]) => {
    const key = path + keyOf(name, row)
    const inner = row.kind === 'references' ? `${key}.NAME.` : `${key}.`
    return 'rows' in row ? [key, ...rowKeys(row.rows, inner)] : [key]
  })
}
