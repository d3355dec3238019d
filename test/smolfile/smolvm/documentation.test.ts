import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as api from '../../../src/index.ts'
import { synth } from '../../../src/synth.ts'
import { writeProject } from '../../support/project.ts'

interface Example {
  readonly slug: string
  readonly source: string
  readonly lines: readonly string[]
}

const folder = new URL('../../../src/dsl/', import.meta.url)
const examples = readdirSync(folder)
  .filter((name) => name.startsWith('machine'))
  .flatMap((name) => examplesIn(readFileSync(new URL(name, folder), 'utf8')))

describe('the examples in the documentation of machine()', () => {
  let project = ''

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'documentation-'))
    const names = Object.keys(api).join(', ')
    const files = examples.map(({ slug, source }) => [
      `bottles/${slug}.bottle.ts`,
      `import { ${names}, type MachineBuilder } from 'bottleworks'\n${source}\n`,
    ])
    writeProject(project, Object.fromEntries(files))
    const { diagnostics } = await synth({ project })
    expect(diagnostics).toEqual([])
  })

  afterAll(() => rmSync(project, { recursive: true, force: true }))

  it('are there for every method and every helper', () => {
    expect(examples.length).toBeGreaterThan(40)
    expect(new Set(examples.map(({ slug }) => slug)).size).toBe(examples.length)
  })

  it.each(examples)('$slug gives the TOML beside it, in that order', ({ slug, lines }) => {
    const text = readFileSync(join(project, 'smolfiles', slug, 'Smolfile'), 'utf8')
    const remaining = text.split('\n')
    for (const line of lines) {
      expect(remaining).toContain(line)
      remaining.splice(0, remaining.indexOf(line) + 1)
    }
  })
})

function examplesIn(text: string): readonly Example[] {
  const comments = text.match(/\/\*\*[\s\S]*?\*\//g) ?? []
  return comments.flatMap((comment) => {
    const body = comment.replace(/^\s*\* ?/gm, '')
    const source = /```ts\n([\s\S]*?)```/.exec(body)?.[1]
    const toml = /```toml\n([\s\S]*?)```/.exec(body)?.[1]
    const slug = /machine\('([^']+)'\)/.exec(source ?? '')?.[1]
    if (source === undefined || toml === undefined || slug === undefined) return []
    return [{ slug, source, lines: toml.trimEnd().split('\n') }]
  })
}
