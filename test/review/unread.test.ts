import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vetSmolfile } from '../../src/dialects/vet.ts'
import type { TreeTexts } from '../../src/output/tree-texts.ts'
import { reviewTrees } from '../../src/review/review.ts'
import { readTrees } from '../../src/review/reviewed-tree.ts'
import { tomlKey, tomlString } from '../../src/smolfile/toml-text.ts'

function tree(smolfile: string | undefined): TreeTexts {
  return smolfile === undefined
    ? new Map()
    : new Map([['web', { name: 'smolfiles/web/Smolfile', smolfile }]])
}

/** What diff says of two Smolfiles: its errors and warnings, and each finding on a line. */
function diff(before: string | undefined, after: string | undefined) {
  const trees = readTrees(tree(before), tree(after))
  const findings = reviewTrees(trees.before, trees.after).bottles.flatMap(
    (bottle) => bottle.findings,
  )
  return {
    codes: trees.diagnostics.map(({ code }) => code),
    findings: findings.map((each) => `${each.class} ${each.change} ${each.path}`),
  }
}

function errorsOf(smolfile: string): readonly string[] {
  const { diagnostics } = vetSmolfile('Smolfile', smolfile)
  return diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []))
}

const good = 'cpus = 2\n'

/** Smolfiles with every kind of error, and with none. */
const smolfiles = [
  ...['', good, 'cpus = 4.0', 'cpus = "4"', 'cpus = 1\ncpus = 2', 'memroy = 1', 'cpus = ', '['],
  ...[
    'name = "x"\ncpus = 1',
    'auth = [true]',
    'env = [1]',
    'env = ["A"]',
    'env = "A=1"',
    'env = {}',
  ],
  ...['workdir = 1979-05-27', 'net = true\nports = ["70000"]', '[[net]]', '[[net]]\nsocket = "/x"'],
  ...[
    '[secrets]\nconstructor = { from_env = "A" }',
    '[secrets]\nA = ["PATH"]',
    'secrets.A.b.c = 1',
  ],
  ...['[network]\nallow_hosts = ["a:443"]', '[[network.credentials]]\nname = "c"', 'x = 1\r'],
  ...[
    'constructor = 1',
    '__proto__.x = 1',
    '[dev]\ntoString = 1',
    '"a.b" = 1',
    'cpus = 99999999999',
  ],
  ...[`cmd = ${'['.repeat(500)}${']'.repeat(500)}`, `cmd = ["${'x'.repeat(70_000)}"]`],
  ...[`x${'.a'.repeat(100)} = 1`, 'env = ["A=1", "A=2"]', 'storage = 9007199254740993'],
]

describe('a Smolfile with errors', () => {
  it.each(smolfiles)('%j gives diff the errors that it gives vet', (smolfile) => {
    expect(diff(good, smolfile).codes).toEqual(errorsOf(smolfile))
    expect(diff(smolfile, smolfile).codes).toEqual(errorsOf(smolfile))
    expect(diff(undefined, smolfile).codes).toEqual(errorsOf(smolfile))
    const warned = errorsOf(smolfile).length > 0 ? ['BW073'] : []
    expect(diff(smolfile, good).codes).toEqual(warned)
    expect(diff(smolfile, undefined).codes).toEqual(warned)
  })

  it('hides no finding, and shows what it is about itself', () => {
    const { codes, findings } = diff(good, 'cpus = 4.0\nnet = true\n[dev]\nzzz = 1')
    expect(codes).toEqual(['BW007', 'BW007'])
    expect(findings).toEqual([
      'widens added net',
      'neutral removed cpus',
      'widens added cpus',
      'widens added dev.zzz',
    ])
  })

  it('compares what has no form with what had none', () => {
    expect(diff('memroy = 1', 'memroy = 2').findings).toEqual(['widens changed memroy'])
    expect(diff('memroy = 1', 'memroy = 1').findings).toEqual([])
    expect(diff('cpus = 1.0', 'cpus = 2.0').findings).toEqual(['widens changed cpus'])
    expect(diff('"dev.x" = 1\n[dev]\nx = 2', good).findings).toEqual([
      'neutral added cpus',
      'widens removed "dev.x"',
      'widens removed dev.x',
    ])
  })

  it('is compared as new when nothing of what it was can be read, and is not called removed', () => {
    expect(diff('[', 'net = true').findings).toContain('widens added net')
    expect(diff('net = true', '[').findings).toEqual([])
  })

  it('never shows what may be a secret', () => {
    const { before, after } = readTrees(tree('env = "A=hunter2"'), tree('[secrets]\nA = "hunter3"'))
    expect(JSON.stringify(reviewTrees(before, after).bottles[0]?.findings)).not.toContain('hunter')
  })
})

const awkward = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'prototype']
const names = fc.oneof(fc.constantFrom(...awkward, 'A', 'PATH'), fc.string({ maxLength: 4 }))
const number = fc.nat({ max: 2 })

/** Tables of TOML in every way to write one, with a number for each name. */
const written: fc.Arbitrary<(table: string, all: Readonly<Map<string, string>>) => string> =
  fc.constantFrom(
    (table, all) => `[${table}]\n${lines(all, '')}`,
    (table, all) => lines(all, `${table}.`),
    (table, all) => `${table} = { ${pairs(all, '').join(', ')} }\n`,
    (table, all) =>
      [...all].map(([key, value]) => `[${table}.${key}]\nfrom_env = ${value}\n`).join(''),
  )

function pairs(all: ReadonlyMap<string, string>, prefix: string): readonly string[] {
  return [...all].map(([key, value]) => `${prefix}${key} = { from_env = ${value} }`)
}

function lines(all: ReadonlyMap<string, string>, prefix: string): string {
  return pairs(all, prefix)
    .map((each) => `${each}\n`)
    .join('')
}

describe('a name that objects have themselves', () => {
  it('is seen by vet and diff in every table, however it is written', () => {
    const tables = fc.constantFrom('secrets', 'zzz', '"a b".constructor', 'dev.toString')
    const values = fc.dictionary(names, number, { maxKeys: 4 })
    fc.assert(
      fc.property(tables, values, values, written, written, (table, one, two, first, second) => {
        const [had, has] = [one, two].map((all) => {
          const entries = Object.entries(all)
          return new Map(entries.map(([key, each]) => [tomlKey(key), tomlString(`V${each}`)]))
        })
        if (had === undefined || has === undefined || had.size === 0 || has.size === 0) return
        const { findings, codes } = diff(first(table, had), second(table, has))
        const isSame =
          had.size === has.size && [...had].every(([key, each]) => has.get(key) === each)
        expect(findings.length > 0).toBe(!isSame)
        if (table !== 'secrets') expect(codes).toContain('BW007')
        if (table !== 'secrets') return
        const changed = [...new Set([...had.keys(), ...has.keys()])].filter(
          (key) => had.get(key) !== has.get(key),
        )
        expect(findings.length).toBe(changed.length)
        for (const name of ['constructor', '__proto__', 'prototype']) {
          if (has.has(name)) expect(codes).toContain('BW053')
        }
      }),
      { numRuns: 400 },
    )
  })
})
