import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as api from 'bottleworks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { synth } from '../../src/synth.ts'
import { writeProject } from '../support/project.ts'

/** An example of the authoring language's documentation, and what it says comes out. */
interface Example {
  readonly where: string
  readonly slug: string
  readonly source: string
  readonly toml: readonly string[]
}

const root = new URL('../..', import.meta.url).pathname
const folder = join(root, 'src/language')
const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => readExamples(file))

function readExamples(file: string): readonly Example[] {
  const text = readFileSync(join(folder, file), 'utf8').replace(/^ *\* ?/gm, '')
  const found = text.matchAll(/```ts\n(.*?)```\s*```toml\n(.*?)```/gs)
  return [...found].map(([, source = '', toml = '']) => {
    const slug = /(?:bottle|machine|member)\('([^']+)'\)/.exec(source)?.[1] ?? ''
    const values = Object.keys(api).filter((name) => new RegExp(`\\b${name}[(.]`).test(source))
    const types = ['BottleBuilder', 'MachineBuilder'].filter((name) => source.includes(name))
    const names = [...values, ...types.map((name) => `type ${name}`)].join(', ')
    const withImport = `import { ${names} } from 'bottleworks'\n\n${source}`
    return { where: `${file}: ${slug}`, slug, source: withImport, toml: toml.trim().split('\n') }
  })
}

describe('the examples in the documentation of the authoring language', () => {
  const project = mkdtempSync(join(tmpdir(), 'examples-'))

  beforeAll(async () => {
    for (const { slug, source } of examples) {
      const kind = /\bfleet\(/.test(source) ? 'bottles' : 'bottle'
      writeProject(project, { [`bottles/${slug}.${kind}.ts`]: source })
    }
    const { ok, diagnostics } = await synth({ project })
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors).toEqual([])
    expect(ok).toBe(true)
  })

  afterAll(() => rmSync(project, { recursive: true }))

  it.each(examples)('$where gives the TOML beside it', ({ slug, toml }) => {
    const lines = readFileSync(join(project, 'smolfiles', slug, 'Smolfile'), 'utf8').split('\n')
    for (const line of toml) {
      expect(lines).toContain(line)
      lines.splice(0, lines.indexOf(line))
    }
  })

  it('compile in strict mode', () => {
    const options = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).compilerOptions
    const paths = { bottleworks: [join(root, 'src/index.ts')] }
    const compilerOptions = { ...options, paths, types: [], typeRoots: [] }
    const config = { compilerOptions, include: ['bottles'] }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config))
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
    const tsc = join(root, 'node_modules/.bin/tsc')
    const { stdout } = spawnSync(tsc, ['-p', project], { encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  it('stand at everything that a bottle file can call', () => {
    const text = examples.map(({ source }) => source).join('\n')
    const builders = [api.bottle('x'), api.machine('x')]
    const methods = builders.flatMap((builder) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(builder)),
    )
    for (const method of methods.filter((name) => name !== 'constructor')) {
      expect(text).toContain(`.${method}(`)
    }
    for (const name of Object.keys(api)) expect(text).toMatch(new RegExp(`\\b${name}\\b`))
  })
})
