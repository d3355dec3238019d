import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stringify } from 'smol-toml'
import { beforeAll, describe, expect, it } from 'vitest'
import { renderSmolfile } from '../../src/dialects/render.ts'
import { schemaNode, unwrap } from '../../src/dialects/schema-node.ts'
import type { SmolvmDocument } from '../../src/dialects/smolvm/document.ts'
import { documentSchema } from '../../src/dialects/smolvm/document.ts'
import { stricterThanParser } from '../../src/dialects/smolvm/stricter.ts'
import { readToml } from '../../src/smolfile/toml-tree.ts'
import { compareVerdicts } from './compare.ts'
import type { SchemaKey } from './generate.ts'
import { documentWith, largest, sample, schemaKeys } from './generate.ts'
import { askParser, askParserOfTexts, buildParser } from './parser.ts'

const root = new URL('../../', import.meta.url)
const keys = schemaKeys()
const context = { source: 'bottles/generated.bottle.ts' }

beforeAll(buildParser)

describe("upstream's parser", () => {
  it('accepts every Smolfile of the output tree and of the golden machines', () => {
    const paths = [...smolfiles('smolfiles/'), ...smolfiles('test/golden/smolvm/')]
    expect(paths.length).toBeGreaterThanOrEqual(12)
    expect(askParser(paths).filter(({ ok }) => !ok)).toEqual([])
  })

  it('accepts what is rendered for every key of every table', () => {
    expect(keys.length).toBeGreaterThan(80)
    const documents = [
      {},
      everything(),
      ...keys.map((key) => documentWith(key, sample(key.schema))),
    ]
    const texts = documents.map((document) => renderSmolfile('smolvm', document, context))
    const refused = askParserOfTexts(texts).flatMap(({ ok, error }, index) =>
      ok ? [] : [{ text: texts[index], error }],
    )
    expect(refused).toEqual([])
  })

  it('gives the verdict of the schema on every value of the wrong type or size', () => {
    const mutations = keys.flatMap(mutate)
    expect(mutations.length).toBeGreaterThan(700)
    expect(mismatches(mutations)).toEqual([])
  })

  it('refuses a key that is unknown, misspelt or written otherwise in every table', () => {
    const tables = new Map(keys.map((key) => [key.keys.slice(0, -1).join('.'), key]))
    const unknown = [...tables.values()].flatMap((key) =>
      ['zzz', 'Cpus', 'allowHosts', '__proto__', 'constructor', ''].map((name) =>
        toToml(documentWith({ ...key, keys: [...key.keys.slice(0, -1), name] }, 1)),
      ),
    )
    expect(unknown.length).toBeGreaterThan(70)
    expect(askParserOfTexts(unknown).filter(({ ok }) => ok)).toEqual([])
    expect(mismatches(unknown)).toEqual([])
  })

  it('agrees on TOML itself', () => {
    expect(mismatches(syntax)).toEqual([])
  })

  it('reads the ends of lines in texts as they are read here', () => {
    const verdicts = askParserOfTexts(lineEnds.map((text) => `init = [${text}]\r\n`))
    for (const [index, { ok, init }] of verdicts.entries()) {
      const text = `init = [${lineEnds[index]}]\r\n`
      const read = readToml(text)
      expect(read.ok ? read.tree.data.init : undefined, JSON.stringify(text)).toEqual(init)
      expect(read.ok, JSON.stringify(text)).toBe(ok)
    }
    expect(verdicts.filter(({ ok }) => ok).length).toBeGreaterThan(lineEnds.length / 3)
    expect(verdicts.filter(({ ok }) => !ok).length).toBeGreaterThan(lineEnds.length / 3)
  })

  it.each(Object.entries(stricterThanParser))('takes what only %s refuses', (code, { example }) => {
    const [verdict] = askParserOfTexts([example])
    expect(verdict).toMatchObject({ ok: true })
    expect(compareVerdicts(example, { path: 'example', ok: true }).codes).toContain(code)
  })
})

const ends = [
  '\n',
  '\r\n',
  '\r',
  '\r\r\n',
  '\\\n',
  '\\\r\n  ',
  '\\\r',
  '\r\n\r\n',
  '\n\r\n',
  '\\r\\n',
]

/** Texts of many lines, with every end of a line at the start, in the middle and at the end. */
const lineEnds = ['"""', "'''"].flatMap((quotes) =>
  ends.flatMap((end) => [
    `${quotes}${end}x${quotes}`,
    `${quotes}x${end}y${quotes}`,
    `${quotes}x${end}${quotes}`,
    `${quotes}x${quotes},${end}`,
    `"x", # c${end}`,
  ]),
)

const syntax = [
  '',
  '\ufeffcpus = 1',
  'cpus = 1\r\nmemory = 64\r\n',
  'cpus = 1\rmemory = 64',
  'cpus = 1\ncpus = 1',
  '[dev]\n[dev]',
  '[fork]\n[branch]',
  '[[auth]]\nssh_agent = true',
  'cpus = 0x10',
  'cpus = +1',
  'cpus = 0b1',
  'cpus = 1_0',
  'cpus = 01',
  'cpus = 1.0',
  'cpus = 1e0',
  'cpus = inf',
  'cpus = -0',
  'storage = 9223372036854775808',
  'workdir = 1979-05-27',
  'workdir = "/\\e"',
  'workdir = "/\\x41"',
  'workdir = "/\\ud800"',
  'workdir = "/\u0001"',
  'workdir = "/a\nb"',
  "workdir = '''/a'''",
  'secrets = { A = { from_env = "B" }, }',
  'secrets = { A = { from_env = "B" },\n C = { from_env = "D" } }',
  'secrets.A.from_env = "B"\nsecrets.C.from_env = "D"',
  '"cpus" = 1',
  'dev.env = ["A=1"]\n[dev]\nuser = "x"',
  'cpus = 1 # comment',
  'cpus = ',
  'cpus',
  '= 1',
  '[',
]

/** Every key with values of every other type, and numbers beyond its limits. */
function mutate(key: SchemaKey): readonly string[] {
  const values = [1, -1, true, 'text', [], ['text'], [1], [['text']], {}, { zzz: 1 }, [{}]]
  const inexact = ['2.5', '1979-05-27', 'nan']
  const beyond =
    unwrap(key.schema).type === 'number' ? [largest(key.schema), largest(key.schema) + 1] : []
  const mark = 'MUTATED'
  const raw = (value: string) => toToml(documentWith(key, mark)).replace(`"${mark}"`, value)
  return [
    ...values.map((value) => toToml(documentWith(key, value))),
    ...[...inexact, ...beyond.map(String), '9223372036854775807'].map(raw),
    toToml(withoutRequired(key)),
  ]
}

function withoutRequired(key: SchemaKey): SmolvmDocument {
  return documentWith({ ...key, required: [] }, sample(key.schema))
}

function everything(): SmolvmDocument {
  const { fork: _, ...rest } = sample(schemaNode(documentSchema())) as SmolvmDocument
  return rest
}

function mismatches(texts: readonly string[]): readonly object[] {
  return askParserOfTexts(texts).flatMap((verdict, index) => {
    const text = texts[index] ?? ''
    const { mismatch } = compareVerdicts(text, verdict)
    return mismatch === undefined ? [] : [{ text, mismatch }]
  })
}

function toToml(document: object): string {
  return stringify(document)
}

/** The Smolfiles of the smolvm dialect under a folder. */
function smolfiles(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root)).flatMap((name) => {
    const path = fileURLToPath(new URL(`${folder}${name}/Smolfile`, root))
    return readFileSync(path, 'utf8').startsWith('# Generated by bottleworks') ? [path] : []
  })
}
